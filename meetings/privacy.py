"""What in a text seems to tell of a private person, so that somebody looks before it is public.

A mark is a question, not a verdict: names are guessed by their capital letters. Under the law on
personal data (06/L-082) nothing of a private person stands in what is published.
"""

import re
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.i18n import fold
from places.models import Community, MunicipalitySpelling, Settlement

UPPER = "A-ZÇËŠĐČĆŽ"
LOWER = "a-zçëšđčćž"
WORD = rf"[{UPPER}][{LOWER}]{{2,}}"


class Private(TextChoices):
    PHONE = "phone", _("telephone number")
    PERSONAL_NUMBER = "personal_number", _("personal number")
    PLATE = "plate", _("number plate")
    EMAIL = "email", _("e-mail address")
    NAME = "name", _("name of a person")


# The longer number is tried first: thirteen digits are no telephone.
PATTERNS = (
    (Private.EMAIL, re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    (Private.PERSONAL_NUMBER, re.compile(r"(?<!\d)(?:\d{13}|[12]\d{9})(?!\d)")),
    (
        Private.PLATE,
        re.compile(
            r"(?<!\d)\d{2}[ -]\d{3}[ -][A-Z]{2}\b"
            rf"|\b[{UPPER}]{{2}}[ -]\d{{3,4}}[ -][A-Z]{{2}}\b"
        ),
    ),
    (
        Private.PHONE,
        re.compile(r"(?<![\d.])(?:(?:\+|00)38\d[ /-]?)?\(?0?\d{2}\)?[ /-]?\d{3}[ -]?\d{3}(?!\d)"),
    ),
    (Private.NAME, re.compile(rf"{WORD}(?: [{UPPER}]\.)?(?: {WORD})+")),
)


@dataclass(frozen=True)
class Passage:
    """A place to look at: what it seems to be, and the words around it."""

    kind: Private
    words: str
    before: str
    after: str


def private_passages(text, *, public_words=frozenset()):
    """Return the places of a text that seem to tell of a private person, in their order.

    `public_words` are folded words that belong to places and institutions.
    """
    found, taken = [], []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            span = match.span()
            if any(span[0] < end and start < span[1] for start, end in taken):
                continue
            if kind == Private.NAME and public_words & set(fold(match.group()).split()):
                continue
            taken.append(span)
            found.append((span[0], _passage(kind, text, span)))
    return [passage for _start, passage in sorted(found, key=lambda pair: pair[0])]


def _passage(kind, text, span):
    start, end = span
    return Passage(kind, text[start:end], text[max(start - 40, 0) : start], text[end : end + 40])


def public_words(committee):
    """Return the words of places, communities, seats and institutions of a committee, folded."""
    names = [
        *MunicipalitySpelling.objects.values_list("text", flat=True),
        *Settlement.objects.filter(municipality=committee.municipality).values_list(
            "name", flat=True
        ),
        *(name for row in Community.objects.all() for name in (row.name_sq, row.name_sr)),
        *committee.seats.values_list("title", flat=True),
        *(committee.name_sq, committee.name_sr, committee.name_en),
        INSTITUTIONS,
    ]
    return frozenset(word for name in names for word in fold(name).split() if len(word) > 2)


# Words with which institutions are written, in the languages of the portal.
INSTITUTIONS = """
Drejtoria Drejtori Drejtorisë Komuna Komunës Komunale Komunal Kuvendi Kuvendit Policia Policisë
Stacioni Këshilli Këshillit Komiteti Komitetit Ministria Ministrisë Shkolla Shkollës Qendra Zyra
Bashkësia Lagjja Rruga Kosova Kosovës Republika Njësia Forca Misioni Agjencia
Direkcija Direkcije Opština Opštine Opštinski Skupština Policija Policije Policijska Stanica Savet
Saveta Odbor Ministarstvo Škola Škole Centar Kancelarija Zajednica Ulica Kosovo Republika Jedinica
Misija Agencija Crkva Pravoslavna Islamska
Directorate Municipality Municipal Assembly Police Station Council Committee Ministry School Centre
Office Community Street Kosovo Republic Unit Force Mission Agency Church
"""
