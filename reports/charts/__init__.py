"""What is drawn: one module for each chart, from plain numbers and labels to geometry.

The modules know neither the database nor a request. A drawing is a stand-alone SVG document made
by `templates/reports/charts/<name>.svg`; on a page the same document is coloured by
`static/css/drawings.css`, and a file that is taken away carries that style sheet with it.
"""
