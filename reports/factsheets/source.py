"""From which figures a sheet is made: an edition, or the records of this moment."""

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.freezing import data_hindrance
from reports.models import Edition
from reports.yearbook import Yearbook


class NoFigures(Exception):
    """There is nothing to print; `reason` says why in the reader's language."""

    def __init__(self, reason):
        self.reason = reason
        super().__init__(str(reason))


def yearbook_for(kind, year, number=None):
    """Return the figures of the edition of that number, else of the one that holds, else of now.

    Raises NoFigures for an edition that does not exist, a year to come and one without data.
    """
    editions = Edition.objects.of_year(kind, year)
    if number is not None:
        edition = editions.out().filter(number=number).first()
        if edition is None:
            raise NoFigures(
                _("There is no edition %(number)s of %(year)s.") % {"number": number, "year": year}
            )
        return Yearbook.of_edition(edition)
    edition = editions.published().first()
    return Yearbook.of_edition(edition) if edition else _provisional(kind, year)


def _provisional(kind, year):
    if year > timezone.localdate().year:
        raise NoFigures(_("The year %(year)s has not come yet.") % {"year": year})
    hindrance = data_hindrance(kind, year)
    if hindrance:
        raise NoFigures(hindrance)
    return Yearbook.now(kind, year)
