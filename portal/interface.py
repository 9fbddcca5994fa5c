"""The addresses of the interface for machines, as the page that explains it lists them."""

from typing import NamedTuple

from django.utils.translation import gettext as _


class Address(NamedTuple):
    """What stands on the page, what is opened by it, and what it answers."""

    shown: str
    example: str
    answers: str


def addresses():
    return [
        Address(
            "indicators/?kind=kksb&year=…",
            "indicators/?kind=kksb",
            _("All indicators of a kind of body and a year, for each municipality."),
        ),
        Address("definitions/", "definitions/", _("What each indicator counts.")),
        Address(
            "receipts/meetings_held/?year=…",
            "receipts/meetings_held/",
            _("The records behind a figure."),
        ),
        Address(
            "editions/", "editions/", _("The published years, each with all its frozen figures.")
        ),
        Address("committees/?kind=…", "committees/?kind=kksb", _("The councils and committees.")),
        Address(
            "meetings/?year=…&municipality=…", "meetings/", _("The meetings, held and planned.")
        ),
        Address("concerns/?status=…", "concerns/", _("The concerns that were published.")),
        Address("workplans/?year=…", "workplans/", _("The yearly work plans.")),
        Address(
            "reference/municipalities/",
            "reference/municipalities/",
            _("The municipalities, with their codes and names."),
        ),
        Address(
            "requests/?status=…&overdue=true",
            "requests/",
            _("Requests to found or change a committee, for whoever may see them."),
        ),
        Address(
            "actions/?institution=…&overdue=true",
            "actions/",
            _("Actions that were decided, for whoever may see them."),
        ),
        Address("openapi.json", "openapi.json", _("The description of it all by OpenAPI.")),
    ]
