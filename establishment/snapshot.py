"""What a filing said, kept with the move, and what a correction changed of it."""

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from committees.choices import Capacity, Office, Sex
from establishment.choices import ConsentMode, DocumentKind, Route
from establishment.models import EstablishmentRequest

FIELDS = (
    "route",
    "name_sq",
    "name_sr",
    "name_en",
    "reasons",
    "letter_on",
    "signatories",
    "contact_name",
    "contact_details",
    "analysis_from",
    "analysis_to",
    "reported_cases",
    "field_reports",
    "analysis",
    "consent_on",
    "consent_place",
    "consulted",
    "consent_form",
    "consent_note",
)
_CHOICES = {"route": Route, "consent_form": ConsentMode}
_DATES = {"letter_on", "analysis_from", "analysis_to", "consent_on"}


def snapshot_of(request):
    """Return all that the request says, as plain data; codes stay codes, in no language."""
    values = {name: getattr(request, name) for name in FIELDS}
    return {
        "fields": {
            name: value.isoformat() if name in _DATES and value else value
            for name, value in values.items()
        },
        "settlements": sorted(request.settlements.values_list("name", flat=True)),
        "members": {
            str(member.pk): {
                "name": member.full_name,
                "sex": member.sex,
                "capacity": member.capacity,
                "title": member.title,
                "community": member.represents_community.code
                if member.represents_community
                else "",
                "religion": _code(member.represents_religion),
                "office": member.office,
            }
            for member in request.members.in_order().select_related(
                "represents_community", "represents_religion"
            )
        },
        "documents": {
            str(document.pk): {"name": document.name, "kind": document.kind}
            for document in request.documents.kept().order_by("pk")
        },
    }


def _code(row):
    return row.code if row else ""


def changes_between(old, new):
    """Return mappings with `label`, `before` and `after` of all that differs, for a reader."""
    changes = [
        {
            "label": EstablishmentRequest._meta.get_field(name).verbose_name,
            "before": _shown(name, old["fields"][name]),
            "after": _shown(name, new["fields"][name]),
        }
        for name in FIELDS
        if old["fields"][name] != new["fields"][name]
    ]
    if old["settlements"] != new["settlements"]:
        changes.append(
            {
                "label": _("settlements"),
                "before": ", ".join(old["settlements"]),
                "after": ", ".join(new["settlements"]),
            }
        )
    changes += _rows(_("proposed member"), old["members"], new["members"], _member)
    changes += _rows(_("document"), old["documents"], new["documents"], _document)
    return changes


def _rows(label, old, new, shown):
    keys = sorted(old.keys() | new.keys(), key=int)
    return [
        {
            "label": label,
            "before": shown(old[key]) if key in old else "",
            "after": shown(new[key]) if key in new else "",
        }
        for key in keys
        if old.get(key) != new.get(key)
    ]


def _shown(name, value):
    if not value:
        return ""
    if name in _CHOICES:
        return _CHOICES[name](value).label
    if name in _DATES:
        return date_format(parse_date(value), "SHORT_DATE_FORMAT")
    return str(value)


def _member(row):
    """One line: name, sex, what the seat stands for, office."""
    stands_for = row["title"] or row["community"] or row["religion"]
    parts = [
        row["name"] or _("empty seat"),
        Sex(row["sex"]).label if row["sex"] else "",
        Capacity(row["capacity"]).label,
        stands_for,
        Office(row["office"]).label,
    ]
    return ", ".join(str(part) for part in parts if part)


def _document(row):
    return f"{DocumentKind(row['kind']).label}: {row['name']}"
