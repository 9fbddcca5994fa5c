"""Loads the figures that others published from `reports/data/`; twice changes nothing."""

from pathlib import Path

from places.reference import read_rows
from reports.models import ImportedTotal

DATA = Path(__file__).parent / "data"


def load():
    """Enter the rows of the file that are not there yet; what somebody corrected since stays."""
    for row in read_rows(DATA / "published_figures.csv"):
        ImportedTotal.objects.get_or_create(
            kind=row["kind"],
            year=int(row["year"]),
            said_of=row["said_of"],
            key=row["figure"],
            area=row["area"],
            source=row["source"],
            defaults={
                "numerator": int(row["number"]),
                "denominator": int(row["out_of"]) if row["out_of"] else None,
                "note": row["note"],
            },
        )
