"""What the columns of a file of figures hold, in words, for whoever opens it without its page."""

from django.utils.translation import gettext_lazy as _
from tablib import Dataset

COLUMNS = {
    "indicator": _("The key of the indicator; it is the same in every language."),
    "title": _("The name of the indicator."),
    "definition": _("What the indicator counts."),
    "version": _("The version of the definition."),
    "unit": _("What the value is given in; percent is the share of the numerator."),
    "kind": _("The kind of body: kksb, klsp or evsb."),
    "year": _("The year that the figure speaks of."),
    "years": _("The years that are compared."),
    "state_on": _("The day of which facts of state, such as members, are those of."),
    "records_as_of": _("The moment at which the records were read."),
    "source": _("Where the figure comes from."),
    "area": _("The key of the area; empty for the whole country."),
    "municipality": _("The code of the municipality; empty for a sum."),
    "name": _("The name of the area."),
    "state": _("Whether the municipality has a body, and in what state it is."),
    "value": _("The figure itself. Empty is no data, never a zero."),
    "numerator": _("How many of them."),
    "denominator": _("Of how many; empty where the figure is no share."),
    "counts": _("The figure in parts: how often each answer was given."),
    "previous": _("The value of the year before."),
    "planned": _("Meetings that are still to come in the year."),
    "pace": _("Whether the number of meetings that the rule asks for can still be met."),
    "quality_note": _("What is to be checked in the records, and how often."),
    "record": _("A record that the figure counts."),
    "address": _("Where the record stands in the portal."),
    "adds": _("What the record adds to the figure."),
    "chart": _("The chart that the line belongs to."),
    "row": _("What the line speaks of."),
    "column": _("The year or the figure that the value is of."),
    "note": _("What is to be known beside it."),
    "edition": _("The number of the edition."),
    "frozen_at": _("The moment at which the figures were frozen."),
    "sha256": _("The hash that proves that the frozen figures are unchanged."),
    "compared_with": _("What the edition is compared with."),
    "numerator_was": _("The numerator in the edition."),
    "denominator_was": _("The denominator in the edition."),
    "counts_was": _("The parts in the edition."),
    "numerator_now": _("The numerator in what it is compared with."),
    "denominator_now": _("The denominator in what it is compared with."),
    "counts_now": _("The parts in what it is compared with."),
    "change": _("What kind of difference it is."),
    "said": _("The difference in words."),
}


def described(names):
    """Return the columns of a file with what each holds, as a table."""
    table = Dataset(headers=["column", "description"], title="Columns")
    for name in names:
        table.append([name, str(COLUMNS[name])])
    return table
