"""Loads categories, standing items and rules from `meetings/data/`; twice changes nothing."""

from pathlib import Path

from meetings.models import ConcernCategory, CountingRule, StandingItem
from places.reference import NAMES, read_rows

DATA = Path(__file__).parent / "data"


def load():
    """Bring the reference data of meetings to what the files say."""
    for number, row in enumerate(read_rows(DATA / "concern_categories.csv"), start=1):
        # The wider ones stand before their parts in the file.
        wider = ConcernCategory.objects.get(code=row["parent"]) if row["parent"] else None
        ConcernCategory.objects.update_or_create(
            code=row["code"],
            defaults={name: row[name] for name in NAMES} | {"position": number, "parent": wider},
        )
    for row in read_rows(DATA / "standing_items.csv"):
        StandingItem.objects.update_or_create(
            committee_kind=row["committee_kind"],
            meeting_kind=row["meeting_kind"],
            kind=row["kind"],
            valid_from=row["valid_from"],
            defaults={"position": row["position"], "valid_to": row["valid_to"] or None},
        )
    for row in read_rows(DATA / "counting_rules.csv"):
        CountingRule.objects.update_or_create(
            committee_kind=row["committee_kind"],
            meeting_kind=row["meeting_kind"],
            valid_from=row["valid_from"],
            defaults={"valid_to": row["valid_to"] or None} | {name: row[name] for name in NAMES},
        )
