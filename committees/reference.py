"""Loads the rules of law from `committees/data/rules.csv`; loading twice changes nothing."""

from pathlib import Path

from committees.models import Rule
from places.reference import NAMES, read_rows

DATA = Path(__file__).parent / "data"


def load():
    """Bring the dated rules to what the file says."""
    for row in read_rows(DATA / "rules.csv"):
        Rule.objects.update_or_create(
            kind=row["kind"],
            subject=row["subject"],
            valid_from=row["valid_from"],
            defaults={
                "value": row["value"],
                "valid_to": row["valid_to"] or None,
            }
            | {name: row[name] for name in NAMES},
        )
