"""What a package says to its reader: where to begin, and how the figures were computed."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publisher.models import Publisher
from reports.disclosure.words import not_published
from reports.yearbook import Yearbook

# What stands where the publisher has not said on what terms the data may be used.
UNSAID = {
    "sq": "Kushtet e përdorimit: i cakton botuesi.",
    "sr-latn": "Uslovi korišćenja: određuje ih izdavač.",
    "en": "Terms of use: to be set by the publisher.",
}


def terms_of_use():
    """Return {language: the terms of use of the open data}, as the publisher said them."""
    publisher = Publisher.current()
    said = {"sq": publisher.terms_sq, "sr-latn": publisher.terms_sr, "en": publisher.terms_en}
    return {language: said[language] or unsaid for language, unsaid in UNSAID.items()}


def readme(edition):
    """Return where to begin, for whoever unpacks the file and knows nothing else of it."""
    parts = []
    for language, terms in terms_of_use().items():
        with translation.override(language):
            parts += [f"# {edition}", "", *_beginning(language), f"- {terms}", ""]
    return "\n".join(parts)


def _beginning(language):
    rules = [
        _("«figures.csv» has a line for each indicator, area and year. Begin with it."),
        _("«areas.csv» names the areas: the whole country, police regions and municipalities."),
        _("«definitions.csv» says what each indicator counts, in three languages."),
        _("«categories.csv» parts the figures by answers, which «answers.csv» names."),
        _(
            "«councils.csv», «meetings.csv» and «seats.csv» hold the same of each municipality, to"
            " be read as they are. «declared.csv» holds what members declared, for the country."
        ),
        _("«datapackage.json» describes every column for programs."),
        _("«%(file)s» says how each figure was computed, and what is not published.")
        % {"file": f"methodology-{language}.md"},
        _("An empty cell is «no data» and never a zero."),
        _("The texts are in UTF-8, with commas between the cells and a point in decimal numbers."),
    ]
    return [f"- {rule}" for rule in rules]


def methodology(edition, language):
    """Return how the figures of the edition were computed, as Markdown."""
    with translation.override(language):
        return "\n".join([*_head(edition, language), *_definitions(edition), *_kept_back()])


def _head(edition, language):
    cut_off = date_format(localtime(edition.cut_off), "SHORT_DATETIME_FORMAT")
    return [
        f"# {edition}",
        "",
        *([edition.reason, ""] if edition.reason else []),
        f"- {_('Figures frozen at')}: {cut_off}",
        f"- {_('SHA-256 of the figures')}: {edition.sha256}",
        f"- {terms_of_use()[language]}",
        "",
        _("An empty cell is «no data» and never a zero."),
        "",
    ]


def _definitions(edition):
    lines = [f"## {_('How the figures are computed')}", ""]
    for indicator in Yearbook.of_edition(edition).indicators:
        lines += [
            f"### {indicator.title} (`{indicator.key}`)",
            "",
            indicator.definition,
            "",
            f"- {_('Numerator')}: {indicator.numerator}",
            f"- {_('Denominator')}: {indicator.denominator}",
            f"- {_('Version')}: {indicator.version}",
            "",
        ]
    return lines


def _kept_back():
    lines = [f"## {_('What is not published, and why')}", ""]
    for text in not_published():
        lines += [text, ""]
    return lines
