"""The yearly open-data package: tables, their description and the methodology, in one file."""
