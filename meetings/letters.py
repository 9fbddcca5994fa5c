"""What brings an invitation to members whom no mail reaches: letters to print, a text to copy."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.pdf import TAGS, compile_pdf
from meetings.invitations import is_public, members_on_the_day, reach, told_agenda

LETTER = Path(__file__).parent / "paper" / "letters.typ"
# Official in every municipality (Law 02/L-37 on the use of languages).
OFFICIAL = ("sq", "sr-latn")


def all_members(meeting):
    """Return a membership of each member of the day."""
    return list({row.person_id: row for row in members_on_the_day(meeting)}.values())


def missed_members(meeting):
    """Return a membership of each member whom no mail reaches."""
    return reach(meeting).missed


def letters(meeting, members, *, language):
    """Return a letter for each of the members, a page each in both official languages.

    The reader's language comes first.
    """
    languages = sorted(OFFICIAL, key=lambda code: code != language)
    parts = {code: _part(meeting, code) for code in languages}
    with translation.override(languages[0]):
        author = meeting.committee.name
        title = f"{_('Invitation to the meeting')}: {author}"
        page = _("Page")
    pages = [
        [{"to": str(row.person), **part, "seat": _seat(row, code)} for code, part in parts.items()]
        for row in members
    ]
    return compile_pdf(
        LETTER,
        {
            "language": TAGS[languages[0]],
            "title": title,
            "author": author,
            "page": page,
            "letters": pages,
        },
    )


def _seat(membership, language):
    with translation.override(language):
        return capfirst(membership.seat.name)


def _part(meeting, language):
    """Return what the letters say in a language, the same to each member."""
    with translation.override(language):
        place = meeting.committee.municipality
        return {
            "language": TAGS[language],
            "institution": meeting.committee.name,
            "place": _("Municipality: %(name)s") % {"name": place.name} if place else "",
            "written": date_format(timezone.localdate(), "SHORT_DATE_FORMAT"),
            "title": _("Invitation to the meeting"),
            "text": _("%(name)s invites you to its meeting.") % {"name": meeting.committee.name},
            "facts": [[str(term), str(value)] for term, value in _facts(meeting)],
            "agenda_title": _("Agenda"),
            "agenda": [str(item) for item in told_agenda(meeting)],
            "signature": _("Chairperson"),
        }


def _facts(meeting):
    return [
        (term, value)
        for term, value in (
            (_("Meeting"), capfirst(meeting.title)),
            (_("Date"), date_format(meeting.starts_on, "l, j F Y")),
            (_("Time"), date_format(meeting.start_time, "H:i") if meeting.start_time else ""),
            (_("Place"), meeting.place),
        )
        if value
    ]


def messages_to_copy(meeting):
    """Return the invitation as a short text for a messenger, in each official language."""
    return [(code, name, _message(meeting, code)) for code, name in _official_names()]


def _official_names():
    return [(code, name) for code, name in settings.LANGUAGES if code in OFFICIAL]


def _message(meeting, language):
    with translation.override(language):
        lines = [
            _("%(name)s invites you to its meeting.") % {"name": meeting.committee.name},
            *(f"{term}: {value}" for term, value in _facts(meeting)[1:]),
        ]
        if is_public(meeting):
            lines.append(f"{settings.SITE_URL}{meeting.get_absolute_url()}")
        return "\n".join(lines)
