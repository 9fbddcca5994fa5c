"""Mail about meetings: the invitation with its calendar entry, changes of it, and reminders.

Members with an account are written to in their own language and are told the whole agenda; guests
are told what everybody may know of it, in the language of whoever convened. What happened is told
in the transaction in which it happened: what is rolled back is told to nobody.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from committees.choices import Office
from committees.models import Membership
from core.policy import may
from meetings.calendars import invitation_to
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from notices.actions import Guest, write_mails
from notices.models import Mail
from places.working_days import WorkingDays

INVITED, CALLED_OFF = "invite", "call-off"
# What a change must touch so that calendars have to know.
IN_CALENDARS = ("starts_on", "start_time", "place")
# A report that was never written is asked for while somebody still remembers the meeting.
ASK_FOR_REPORT = timedelta(days=90)


def invite(meeting, *, by, comment=""):
    """Invite the members of the day and the guests to a meeting that lies ahead."""
    _send_out("convened", meeting, by=by)


def tell_of_change(meeting, was, *, by):
    """Send the new day, time or place to whoever was invited or is a member on the new day."""
    if meeting.status != MeetingStatus.CONVENED:
        return
    if any(getattr(meeting, name) != getattr(was, name) for name in IN_CALENDARS):
        members = reached(meeting)
        left = [user for user in _having(meeting, "to") if user not in members]
        _call_off(meeting, left)
        _send_out("changed", meeting, by=by)


def call_off(meeting, *, by, comment=""):
    """Take the meeting out of the calendars of those who have it there."""
    _call_off(meeting, _having(meeting, "to"))
    guests = [Guest(address, by.language) for address in _having(meeting, "address")]
    _write("called_off", guests, meeting, key=CALLED_OFF, method="CANCEL", viewer=AnonymousUser())


def members_on_the_day(meeting):
    return (
        Membership.objects.filter(seat__committee=meeting.committee_id)
        .in_force(meeting.starts_on)
        .select_related("person__user", "seat__represents_community", "seat__represents_religion")
        .in_order()
    )


def reached(meeting):
    """The users among the members of the day who may read the record of the meeting."""
    return reach(meeting)[0]


def reach(meeting):
    """Return the users whom an invitation reaches, and the members whom none does."""
    members = list(members_on_the_day(meeting))
    accounts = {row.person.user for row in members if row.person.user}
    users = [user for user in accounts if user.is_active and may(user, "view_record", meeting)]
    keys = {user.pk for user in users}
    missed = [row for row in members if row.person.user_id not in keys]
    return sorted(users, key=lambda user: user.pk), missed


def remind():
    """Write the reminders of today; each is told once. Returns how many meetings had one."""
    today, days = timezone.localdate(), WorkingDays.of_kosovo()
    soon = days.after(today, settings.MEETING_REMINDER_DAYS)
    near = Meeting.objects.filter(status=MeetingStatus.CONVENED, starts_on__range=(today, soon))
    for meeting in near.with_committee():
        _write("reminder", reached(meeting), meeting, key="remind")
    silent = [
        meeting
        for meeting in Meeting.objects.awaiting_report(today)
        .filter(starts_on__gte=today - ASK_FOR_REPORT)
        .with_committee()
        if days.after(meeting.starts_on, settings.MEETING_REPORT_DAYS) <= today
    ]
    for meeting in silent:
        _write("report_due", _officers(meeting), meeting, key="report")
    return len(near) + len(silent)


def _send_out(topic, meeting, *, by):
    if meeting.starts_on < timezone.localdate():
        return
    users = reached(meeting)
    known = {user.email.lower() for user in users}
    guests = [
        Guest(address, by.language)
        for address in meeting.invited_emails.splitlines()
        if address.lower() not in known
    ]
    _write(topic, users, meeting, key=INVITED, method="REQUEST")
    _write(topic, guests, meeting, key=INVITED, method="REQUEST", viewer=AnonymousUser())


def _call_off(meeting, users):
    users = [user for user in users if may(user, "view", meeting)]
    _write("called_off", users, meeting, key=CALLED_OFF, method="CANCEL")


def _write(topic, recipients, meeting, *, key, method="", viewer=None):
    """Put the mails into the outbox; with a `method` each carries a calendar entry.

    `viewer` is whoever's eyes the agenda is shown to, where that is not a member's.
    """
    items = meeting.agenda.visible_to(viewer) if viewer else meeting.agenda.all()
    agenda = [f"{number}. {item}" for number, item in enumerate(items, start=1)]

    def attach(recipient):
        entry = invitation_to(meeting, recipient.email, method=method, agenda=agenda)
        return "invite.ics", f"text/calendar; method={method}", entry

    write_mails(
        f"meetings/mail/{topic}",
        recipients,
        key=f"meeting:{meeting.pk}:{key}:{meeting.version}",
        path=meeting.get_absolute_url,
        context={
            "meeting": meeting,
            "agenda": agenda,
            "has_link": viewer is None or may(viewer, "view", meeting),
        },
        attach=attach if method else None,
    )


def _having(meeting, column):
    """Return the users (`to`) or addresses (`address`) whose latest word was an invitation."""
    latest = {}
    mails = Mail.objects.filter(key__startswith=f"meeting:{meeting.pk}:")
    for mail in mails.select_related("to").order_by("pk"):
        topic = mail.key.split(":")[2]
        if getattr(mail, column) and topic in (INVITED, CALLED_OFF):
            latest[getattr(mail, column)] = topic
    return [whom for whom, topic in latest.items() if topic == INVITED]


def _officers(meeting):
    """Chair and secretary of today, where they may report on the meeting."""
    offices = Membership.objects.filter(
        seat__committee=meeting.committee_id, office__in=[Office.CHAIR, Office.SECRETARY]
    ).in_force(timezone.localdate())
    users = User.objects.filter(person__memberships__in=offices, is_active=True).distinct()
    return [user for user in users.order_by("pk") if may(user, "report", meeting)]
