"""The payment list as PDF, for the treasury of the municipality."""

from pathlib import Path

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compensation.money import euro
from core.pdf import TAGS, compile_pdf

FOLDER = Path(__file__).parent / "paper"


def payment_list(run, sheet, *, language):
    """Return the list of a closed run in the language, with its sum and room for signatures."""
    with translation.override(language):
        return compile_pdf(FOLDER / "list.typ", _list(run, sheet, language))


def _list(run, sheet, language):
    place = run.committee.municipality
    rows = sheet.paid_rows
    return {
        "language": TAGS[language],
        "institution": run.committee.full_name,
        "place": _("Municipality: %(name)s") % {"name": place.name} if place else "",
        "title": _("Payment list"),
        "number": run.number,
        "page": _("Page"),
        "facts": [
            [_("Period"), run.period_text],
            [_("Closed on"), date_format(timezone.localdate(run.status_at), "SHORT_DATE_FORMAT")],
            [_("Meetings"), ", ".join(meeting.date_text for meeting in sheet.meetings)],
        ],
        "head": [_("No."), _("Member"), _("Office"), _("Meetings"), _("Due"), _("Paid"), _("Open")],
        "rows": [
            [
                str(number),
                str(row.membership.person),
                capfirst(str(row.line.get_office_display())),
                str(row.meetings),
                euro(row.due),
                euro(row.paid),
                euro(row.left),
            ]
            for number, row in enumerate(rows, start=1)
        ],
        "total": [
            "",
            ngettext("Sum of %(count)s member", "Sum of %(count)s members", len(rows))
            % {"count": len(rows)},
            "",
            str(sum(row.meetings for row in rows)),
            euro(sheet.total),
            euro(sheet.paid),
            euro(sheet.left),
        ],
        "rates_title": _("Rates for a meeting"),
        "rates": [f"{euro(rate.amount)}, {rate.days_text} ({rate.source})" for rate in sheet.rates],
        "signatures": [_("Chairperson"), _("Municipal officer"), _("Treasury")],
    }
