"""The sheet of a kind of body, a year and an area, set as PDF/UA by typst."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from committees.choices import CommitteeKind
from committees.demonstration import is_demo
from core.pdf import TAGS, compile_pdf, qr_svg
from places.models import PoliceRegion
from reports.areas import Area
from reports.choices import EditionStatus
from reports.factsheets import councils, local, one
from reports.factsheets.places import places_of
from reports.factsheets.words import WHAT_IT_IS
from reports.yearbook import Yearbook

TEMPLATE = Path(__file__).parent / "sheet.typ"
# How high the bars of the first page may stand, in millimetres.
TALL = {"councils": 78, "local": 72, "one": 14}


@dataclass
class Sheet:
    """What goes on the two pages; `language` must be active while its words are asked for."""

    book: Yearbook
    area: Area
    language: str

    @cached_property
    def places(self):
        return places_of(self.area, self.book)

    @property
    def kind(self):
        return CommitteeKind(self.book.kind)

    def figure(self, key):
        return self.book.figure(self.area.key, key)

    def previous(self, key):
        return self.book.previous(self.area.key, key)

    @property
    def area_name(self):
        if self.area.municipality:
            return _("Municipality: %(name)s") % {"name": self.places[0].names}
        if self.area.region:
            region = PoliceRegion.objects.get(code=self.area.region)
            return _("Police region: %(name)s") % {"name": region.name}
        return _("Kosovo")

    @property
    def part(self):
        """The module that fills the pages: of one municipality, of councils, of committees."""
        if self.area.municipality:
            return "one"
        return "councils" if self.kind is CommitteeKind.KKSB else "local"

    def data(self):
        """Return all words and numbers of the sheet, for the template to place."""
        pages = {"one": one, "councils": councils, "local": local}[self.part].pages(self)
        return self._head() | {"tall": TALL[self.part]} | pages

    def _head(self):
        return {
            "language": TAGS[self.language],
            "brand": "Forumi",
            "kind_of_paper": _("Fact sheet"),
            "title": str(self.kind.plural),
            "area": self.area_name,
            "year": str(self.book.year),
            "status": self.status,
            "is_edition": self.is_edition,
            "intro": [str(WHAT_IT_IS[self.kind])],
            "foot": self.foot,
            "page": _("Page"),
            **self._check(),
        }

    @property
    def edition(self):
        return self.book.edition

    @property
    def is_edition(self):
        return self.edition is not None and self.edition.is_out

    @property
    def day(self):
        """The day of the freezing, or today."""
        return date_format(timezone.localdate(self.book.cut_off), "SHORT_DATE_FORMAT")

    @property
    def status(self):
        if self.edition is None:
            return _("Provisional, not an edition")
        if not self.edition.is_out:
            return _("In review, not published")
        number = {"number": self.edition.number}
        if self.edition.status == EditionStatus.SUPERSEDED:
            return _("Edition %(number)s, superseded by a later one") % number
        return _("Edition %(number)s") % number

    @property
    def foot(self):
        """What stands under every page, also on a page that got lost."""
        told = _("%(status)s. Records as of %(day)s.") % {"status": self.status, "day": self.day}
        if is_demo():
            told = f"{_('Demonstration data: no figure on this page is real.')} {told}"
        return told

    def _check(self):
        edition = self.edition
        where = (
            edition.get_absolute_url()
            if edition
            else f"{reverse('reports:dashboard')}?kind={self.book.kind}&year={self.book.year}"
        )
        address = settings.SITE_URL + where
        if edition is None:
            text = _(
                "These figures are not frozen: they follow from the records as of %(day)s and "
                "may change. The page below shows what they are now, and how each is computed."
            )
        else:
            text = _(
                "The figures were frozen on %(day)s. The page below shows them with their "
                "definitions, lists what has been corrected since, and gives the file from which "
                "the SHA-256 is computed."
            )
        return {
            "qr": qr_svg(address),
            "qr_alt": _("QR code that opens the page of these figures"),
            "check_title": _("Where these figures can be checked"),
            "check_text": " ".join(
                (
                    text % {"day": self.day},
                    _(
                        "Shares are rounded to one decimal. A dash is no data, never zero; not "
                        "established, inactive, no report, zero and not applicable are five "
                        "different answers."
                    ),
                )
            ),
            "address": address,
            "hash": edition.sha256 if edition else "",
        }


def factsheet(book, area, language):
    """Return the sheet as PDF in the language."""
    with translation.override(language):
        return compile_pdf(TEMPLATE, Sheet(book, area, language).data())
