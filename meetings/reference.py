"""Loads the reference data of meetings from `meetings/data/`; twice changes nothing."""

from pathlib import Path

from core.i18n import fold
from meetings.addressees import recognise
from meetings.models import (
    ConcernCategory,
    CountingRule,
    Institution,
    InstitutionSpelling,
    StandingItem,
)
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
    load_institutions()


def load_institutions():
    """Load the institutions with their spellings, and recognise those named before they were."""
    for number, row in enumerate(read_rows(DATA / "institutions.csv"), start=1):
        institution, _is_new = Institution.objects.update_or_create(
            code=row["code"],
            defaults={name: row[name] for name in (*NAMES, "kind", "answered_as")}
            | {"is_local": row["is_local"] == "yes", "position": number},
        )
        for text in [*(row[name] for name in NAMES), *filter(None, row["spellings"].split("|"))]:
            InstitutionSpelling.objects.get_or_create(
                key=fold(text), defaults={"institution": institution, "text": text}
            )
    recognise()
