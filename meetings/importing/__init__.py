"""Bulk import of past records from spreadsheets; `docs/import.md` says what the files look like.

`reader` makes rows of a file, a resource of `kinds` makes records of the rows, `run` does it in
one transaction, and `report` says what became of every row.
"""
