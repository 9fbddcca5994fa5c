"""The papers of a meeting as PDF: the minutes, the agenda pack, the sheet that is signed.

Each is set in the language asked for; what somebody wrote stays in the language it was written in.
No source shows the official form of the minutes; the order is that of published minutes: when and
where, who was there, the items with their decisions, who is to do what, signatures.
"""

from pathlib import Path

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees.models import Membership
from core.pdf import TAGS, compile_pdf, qr_svg
from core.policy import may
from meetings.agendas import open_matters
from meetings.choices import Audience, MinutesStatus, Resolution
from meetings.models import ItemText, Meeting, Minutes
from meetings.permissions import ITEMS_FOR
from meetings.quorum import quorum_of

FOLDER = Path(__file__).parent / "paper"
MINUTES_TEMPLATE = FOLDER / "minutes.typ"
# Guests sign by hand; more of them take the back of the sheet.
GUEST_LINES = 5
CODE = signing.Signer(salt="meetings.sheet")


def minutes_paper(meeting, *, audience, language):
    """Return the minutes as far as the audience may read them; names only for insiders."""
    with translation.override(language):
        return compile_pdf(MINUTES_TEMPLATE, minutes_data(meeting, audience, language))


def agenda_paper(meeting, *, reader, language):
    """Return the agenda with the open matters and the minutes of the last meeting."""
    with translation.override(language):
        return compile_pdf(FOLDER / "agenda.typ", _agenda(meeting, reader, language))


def attendance_sheet(meeting, *, reader, language):
    """Return the sheet that the members sign; `reader` knows them by name."""
    with translation.override(language):
        return compile_pdf(FOLDER / "sheet.typ", _sheet(meeting, language))


def sheet_code(meeting):
    """Return what stands in the code of the sheet of a meeting."""
    return CODE.sign(meeting.public_id)


def meeting_of_code(code):
    """Return the public name of the meeting on whose sheet the code stands, or None."""
    try:
        return CODE.unsign(code)
    except signing.BadSignature:
        return None


def sheet_address(meeting):
    return settings.SITE_URL + reverse("meetings:sheet", args=[sheet_code(meeting)])


def _head(meeting, language, title, status=""):
    place = meeting.committee.municipality
    return {
        "language": TAGS[language],
        "institution": meeting.committee.full_name,
        "place": _("Municipality: %(name)s") % {"name": place.name} if place else "",
        "title": title,
        "subject": _("%(meeting)s, %(date)s")
        % {"meeting": capfirst(meeting.title), "date": meeting.date_text},
        "status": status,
        "page": _("Page"),
    }


def _when_and_where(meeting):
    time = date_format(meeting.start_time, "H:i") if meeting.start_time else ""
    return [
        (_("Date"), meeting.date_text),
        (_("Time"), time),
        (_("Place"), meeting.place),
        (_("Hosted by"), meeting.hosted_by),
    ]


def _rows(pairs):
    return [[str(term), str(value)] for term, value in pairs if value]


def minutes_data(meeting, audience, language):
    """Return all that the minutes say in the language in force, for the template to place.

    Who attended stays with the committee: the public reads whether there was a quorum.
    """
    minutes = Minutes.objects.filter(meeting=meeting).select_related("adopted_at").first()
    names = audience == Audience.INSIDERS
    chair = meeting.get_chaired_as_display()
    if chair and names and meeting.chaired_by:
        chair = f"{chair}, {meeting.chaired_by.person}"
    return _head(meeting, language, _("Minutes"), _status(minutes)) | {
        "facts": _rows(
            [
                *_when_and_where(meeting),
                (_("Opened by"), meeting.get_opened_as_display()),
                (_("Chaired by"), chair),
                (_("Approved"), _approval(minutes)),
            ]
        ),
        "attendance_title": _("Attendance"),
        **attendance_data(meeting, audience),
        "items_title": _("Agenda and decisions"),
        "items": _items(_items_for(meeting, audience), language),
        "decision_title": _("Decision or recommendation"),
        "notes": [] if audience == Audience.PUBLIC else _notes(meeting),
        "actions_title": _("What is to be done"),
        "actions_head": [_("Task"), _("By whom"), _("Due on")],
        "actions": [
            [
                row.text,
                row.addressee,
                _day(row.due_on),
            ]
            for row in _actions_for(meeting, audience)
        ],
        "signatures": [_("Chairperson"), _("Secretary or coordinator")],
    }


def _items_for(meeting, audience):
    return list(meeting.agenda.filter(ITEMS_FOR[audience](None)).in_order())


def _actions_for(meeting, audience):
    if audience == Audience.PUBLIC:
        return []
    rows = meeting.actions.order_by("pk")
    return rows if audience == Audience.INSIDERS else rows.exclude(item__is_confidential=True)


def _status(minutes):
    return str(MinutesStatus(minutes.status if minutes else MinutesStatus.DRAFT).label)


def _approval(minutes):
    if minutes is None or not minutes.approved_on:
        return ""
    day = date_format(minutes.approved_on, "SHORT_DATE_FORMAT")
    if minutes.adopted_at:
        return _("on %(day)s, at the %(meeting)s") % {
            "day": day,
            "meeting": minutes.adopted_at.title,
        }
    return _("on %(day)s") % {"day": day}


def attendance_data(meeting, audience):
    """Return the attendance list with its head, and the notes below it."""
    quorum = quorum_of(meeting)
    reached = [str(quorum_text(quorum))] if quorum else []
    if audience == Audience.PUBLIC:
        return {"attendance_head": [], "attendance": [], "attendance_notes": reached}
    rows = meeting.attendance.with_seat().in_order()
    listed = attendance_list(rows, names=audience == Audience.INSIDERS)
    return listed | {"attendance_notes": [*reached, *_others_present(meeting)]}


def attendance_list(rows, *, names):
    """Return attendance as a table: what became of each seat, with names only if they are open."""
    return {
        "attendance_head": [_("Seat"), *([_("Member")] if names else []), _("Attendance")],
        "attendance": [
            [
                capfirst(row.membership.seat.name),
                *([str(row.membership.person)] if names else []),
                f"{row.get_code_display()} ({row.represented_by})"
                if row.represented_by
                else str(row.get_code_display()),
            ]
            for row in rows
        ],
    }


def _others_present(meeting):
    notes = []
    guests = "; ".join(row.name for row in meeting.participants.all())
    if guests:
        notes.append(_("Guests: %(names)s") % {"names": guests})
    if meeting.residents_women is not None or meeting.residents_men is not None:
        notes.append(
            _("Residents: women %(women)s, men %(men)s")
            % {
                "women": "–" if meeting.residents_women is None else meeting.residents_women,
                "men": "–" if meeting.residents_men is None else meeting.residents_men,
            }
        )
    return notes


def quorum_text(quorum):
    """Say in words whether the quorum was reached."""
    text = (
        ngettext(
            "Quorum reached: %(present)s of %(voting)s member with a vote, %(needed)s needed.",
            "Quorum reached: %(present)s of %(voting)s members with a vote, %(needed)s needed.",
            quorum.voting,
        )
        if quorum.is_reached
        else ngettext(
            "No quorum: %(present)s of %(voting)s member with a vote, %(needed)s needed.",
            "No quorum: %(present)s of %(voting)s members with a vote, %(needed)s needed.",
            quorum.voting,
        )
    )
    return text % {
        "present": quorum.present,
        "voting": quorum.voting,
        "needed": quorum.needed,
    }


def _items(items, language):
    texts = {}
    for row in ItemText.objects.filter(item__in=items).order_by("language"):
        texts.setdefault(row.item_id, []).append(row)
    return [
        {
            "number": number,
            "name": item.name,
            "texts": [
                {"language": TAGS[row.language], "text": row.text, "decision": row.decision}
                for row in in_language(texts.get(item.pk, []), language)
            ],
            "vote": vote_text(item),
        }
        for number, item in enumerate(items, start=1)
    ]


def in_language(texts, language):
    """Return the text in the language; where there is none, those in the others."""
    return [row for row in texts if row.language == language] or texts


def vote_text(item):
    """Say how an item was decided, or return an empty text."""
    if item.resolution == Resolution.UNANIMOUS:
        return _("Decided unanimously.")
    if item.resolution == Resolution.VOTE:
        return _("Decided by vote: for %(for)s, against %(against)s, abstained %(abstained)s.") % {
            "for": item.votes_for,
            "against": item.votes_against,
            "abstained": item.abstentions,
        }
    return ""


def _notes(meeting):
    """Short minutes, which are kept where nobody wrote item by item; not public."""
    parts = [
        (_("Short minutes"), meeting.summary),
        (_("Decisions and recommendations"), meeting.decisions),
    ]
    return [{"title": title, "text": text} for title, text in parts if text]


def _agenda(meeting, reader, language):
    items = list(meeting.agenda.visible_to(reader).in_order())
    matters = [*(item.matter for item in items if item.matter), *open_matters(meeting, reader)]
    return _head(meeting, language, _("Agenda")) | {
        "facts": _rows(_when_and_where(meeting)),
        "agenda_title": _("Agenda"),
        "agenda": [
            {"name": item.name, "note": _("confidential") if item.is_confidential else ""}
            for item in items
        ],
        "matters_title": _("Open matters of earlier meetings"),
        "matters_head": [_("Matter"), _("By whom"), _("Due on")],
        "matters": [_matter(matter) for matter in matters],
        "last_title": _("From the minutes of the last meeting"),
        "last": _last_minutes(meeting, reader, language),
    }


def _matter(matter):
    return [
        getattr(matter, "text", None) or matter.description,
        getattr(matter, "addressee", "") or _("not assigned"),
        _day(getattr(matter, "due_on", None)),
    ]


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT") if day else "–"


def _last_minutes(meeting, reader, language):
    if meeting.starts_on is None:
        return []
    last = (
        Meeting.objects.held()
        .visible_to(reader)
        .filter(committee=meeting.committee, starts_on__lt=meeting.starts_on)
        .newest_first()
        .first()
    )
    if last is None:
        return []
    written = [
        {"name": item["name"], "text": "\n\n".join(filter(None, (row["text"], row["decision"])))}
        for item in _items(_readable(last, reader), language)
        for row in item["texts"]
    ]
    notes = _notes(last) if may(reader, "view_record", last) else []
    short = [{"name": part["title"], "text": part["text"]} for part in notes]
    return [*written, *short]


def _readable(meeting, reader):
    """Return the items of which the reader may read the text."""
    items = meeting.agenda.visible_to(reader).permitted(reader, "view_text")
    return list(items.in_order())


def _sheet(meeting, language):
    members = (
        Membership.objects.of(meeting.committee)
        .in_force(meeting.starts_on or timezone.localdate())
        .select_related("person", "seat__represents_community", "seat__represents_religion")
        .in_order()
    )
    return _head(meeting, language, _("Attendance sheet")) | {
        "facts": _rows(_when_and_where(meeting)),
        "qr": qr_svg(sheet_address(meeting)),
        "qr_alt": _("QR code that leads a photo of this sheet to the meeting"),
        "qr_text": _("After the meeting: read this code, or upload a photo of the sheet."),
        "members_title": _("Members"),
        "members_head": [_("No."), _("Seat"), _("Name"), _("Signature")],
        "members": [
            [str(number), capfirst(row.seat.name), str(row.person), ""]
            for number, row in enumerate(members, start=1)
        ],
        "guests_title": _("Guests and residents"),
        "guests_head": [_("Institution"), _("Name"), _("Signature")],
        "guest_lines": GUEST_LINES,
    }
