"""What an uploaded file holds, found out in a process of its own with little time and memory.

`apart` starts the process, `child` is what runs there, and the others read one kind of file each.
None of them but `apart` knows Django: what a file makes a reader do happens beside the portal.
"""
