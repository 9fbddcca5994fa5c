"""Loads rules, templates of seats and courses from `committees/data/`; twice changes nothing."""

from pathlib import Path

from committees.models import Course, CourseNeed, Rule, SeatTemplate
from core.transactions import atomic
from places.models import Community, ReligiousCommunity
from places.reference import NAMES, read_rows

DATA = Path(__file__).parent / "data"


@atomic()
def load():
    """Bring the dated rules, the templates of seats and the courses to what the files say."""
    _load_rules()
    _load_templates()
    _load_courses()


def _load_rules():
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


def _load_templates():
    communities = {row.code: row for row in Community.objects.all()}
    religions = {row.code: row for row in ReligiousCommunity.objects.all()}
    copied = (*NAMES, "title_sq", "title_sr", "title_en", "capacity", "places")
    for row in read_rows(DATA / "seat_templates.csv"):
        SeatTemplate.objects.update_or_create(
            kind=row["kind"],
            position=row["position"],
            valid_from=row["valid_from"],
            defaults={name: row[name] for name in copied}
            | {
                "represents_community": communities.get(row["represents_community"]),
                "represents_religion": religions.get(row["represents_religion"]),
                "is_required": row["is_required"] == "yes",
                "is_voting": row["is_voting"] == "yes",
                "valid_to": row["valid_to"] or None,
            },
        )


def _load_courses():
    for number, row in enumerate(read_rows(DATA / "courses.csv"), start=1):
        course, _created = Course.objects.update_or_create(
            code=row["code"],
            defaults={"module": row["module"], "position": number}
            | {name: row[name] for name in NAMES},
        )
        kinds = row["required_of"].split()
        course.needs.exclude(kind__in=kinds).delete()
        for kind in kinds:
            CourseNeed.objects.get_or_create(course=course, kind=kind)
