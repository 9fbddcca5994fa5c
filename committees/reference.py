"""Loads rules of law and courses from `committees/data/*.csv`; loading twice changes nothing."""

from pathlib import Path

from committees.models import Course, CourseNeed, Rule
from places.reference import NAMES, read_rows

DATA = Path(__file__).parent / "data"


def load():
    """Bring rules and courses to what the files say."""
    _load_rules()
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
