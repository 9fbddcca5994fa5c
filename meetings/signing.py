"""What was approved stays as it was signed: attendance, roster, quorum and papers.

They are frozen with the approval and thawed when the minutes are opened again. What the roster of
the day becomes later is told beside them, never in them.
"""

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from committees.models import Membership, Seat
from core.pdf import compile_pdf
from core.policy import may
from meetings.choices import Audience
from meetings.models import SignedPaper, SignedRecord
from meetings.papers import MINUTES_TEMPLATE, minutes_data
from meetings.quorum import Quorum, quorum_of


def sign(minutes, **_step):
    """Freeze what was approved, as an effect of the workflow."""
    meeting = minutes.meeting
    attendance = list(meeting.attendance.all())
    quorum = quorum_of(meeting)
    votes = ("voting", "needed", "present") if quorum else ()
    record = SignedRecord.objects.create(
        minutes=minutes,
        roster=roster_of(meeting),
        listed=len(attendance),
        taken=sum(row.takes_part for row in attendance),
        **{name: getattr(quorum, name) for name in votes},
    )
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for audience in Audience:
                content = minutes_data(meeting, audience, language)
                SignedPaper.objects.create(
                    record=record, audience=audience, language=language, content=content
                )


def unsign(minutes, **_step):
    """Let the record follow the roster again; the files go with the hourly sweep."""
    for record in SignedRecord.objects.filter(minutes=minutes):
        record.delete()


def audience_of(user, meeting):
    """Return whose paper of the meeting a reader is given."""
    if may(user, "view_names", meeting):
        return Audience.INSIDERS
    return Audience.READERS if may(user, "view_record", meeting) else Audience.PUBLIC


def signed_papers(meeting, audience):
    """Return the papers of approved minutes for an audience, one in each language."""
    return SignedPaper.objects.filter(
        record__minutes__meeting=meeting, audience=audience
    ).select_related("record")


def set_files(minutes):
    """Set the files of all papers of approved minutes, after the approval is committed."""
    for paper in SignedPaper.objects.filter(record__minutes=minutes, file=""):
        with_file(paper)


def signed_quorum(record):
    """Return the quorum as it was signed, or None where there was none to reach."""
    if record.voting is None:
        return None
    return Quorum(record.voting, record.needed, record.present)


def with_file(paper):
    """Return the paper with its file, which is set where nobody has done so before."""
    if not paper.file:
        pdf = compile_pdf(MINUTES_TEMPLATE, paper.content)
        name = paper.file.storage.save(
            paper.file.field.generate_filename(paper, f"{paper.record_id}.pdf"), ContentFile(pdf)
        )
        # Of two who set it at once, the first one stays; the sweep takes the other file.
        SignedPaper.objects.filter(pk=paper.pk, file="").update(
            file=name, sha256=hashlib.sha256(pdf).hexdigest()
        )
        paper.refresh_from_db()
    return paper


def roster_of(meeting):
    """Return the members of the day of the meeting, as they are kept with a signed record."""
    if meeting.starts_on is None:
        return []
    rows = Membership.objects.of(meeting.committee).in_force(meeting.starts_on)
    return [
        {
            "membership": row.pk,
            "seat": row.seat_id,
            "name": str(row.person),
            "votes": row.has_vote,
        }
        for row in rows.select_related("person", "seat").in_order()
    ]


def changes_since(record, meeting, *, names):
    """Say how the roster of the day differs today from what was signed; names only if open."""
    then = {row["membership"]: row for row in record.roster}
    now = {row["membership"]: row for row in roster_of(meeting)}
    if then == now:
        return []
    seats = Seat.objects.with_names().in_bulk(
        {row["seat"] for row in (*then.values(), *now.values())}
    )

    def said(row):
        seat = capfirst(seats[row["seat"]].name)
        return f"{row['name']} ({seat})" if names else seat

    gone = [said(row) for key, row in then.items() if key not in now]
    new = [said(row) for key, row in now.items() if key not in then]
    other = [
        (said(row), said(now[key])) for key, row in then.items() if key in now and row != now[key]
    ]
    return [
        *(_("no longer on it: %(who)s") % {"who": who} for who in gone),
        *(_("now on it: %(who)s") % {"who": who} for who in new),
        *(
            _("%(before)s is now %(after)s") % {"before": before, "after": after}
            if before != after
            else _("corrected: %(who)s") % {"who": after}
            for before, after in other
        ),
    ]
