"""Loads the categories of concerns from `meetings/data/`; loading twice changes nothing."""

from pathlib import Path

from meetings.models import ConcernCategory
from places.reference import NAMES, read_rows

DATA = Path(__file__).parent / "data"


def load():
    """Bring the categories to what the file says."""
    for number, row in enumerate(read_rows(DATA / "concern_categories.csv"), start=1):
        ConcernCategory.objects.update_or_create(
            code=row["code"],
            defaults={name: row[name] for name in NAMES} | {"position": number},
        )
