"""Mail about meetings: the invitation with its calendar entry, changes of it, and reminders.

Members are written to at the address of their account and in their own language, and are told the
whole agenda. Whoever has no account, or may not read the record yet, is written to at the address
that the keepers of the roster noted, or at that of the account: with an agenda that says nothing
of confidential items, as nobody has confirmed that address, and with a link only to what everybody
reads. Guests are told what everybody may know. Both are written to in the language of whoever
convened: the convener knows the members, and no municipality has one language (Law 02/L-37).
Nobody is written to twice at one address.

What happened is told in the transaction in which it happened: what is rolled back is told to
nobody.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees.choices import Office
from committees.models import Membership
from core.policy import may
from meetings.calendars import invitation_to
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.permissions import open_item
from notices.actions import Guest, write_mails
from notices.models import Mail
from places.working_days import WorkingDays

INVITED, CALLED_OFF = "invite", "call-off"
# What a change must touch so that calendars have to know.
IN_CALENDARS = ("starts_on", "start_time", "place")
# A report that was never written is asked for while somebody still remembers the meeting.
ASK_FOR_REPORT = timedelta(days=90)


@dataclass(frozen=True)
class Reach:
    """Whom mail about a meeting reaches among its members of the day.

    `insiders` are accounts that may read the record, `others` accounts that may not and guests;
    `missed` are the memberships of those at whom no mail arrives, `members` counts the rest.
    """

    insiders: list
    others: list
    missed: list
    members: int

    @property
    def everyone(self):
        return [*self.insiders, *self.others]


def invite(meeting, *, by, comment=""):
    """Invite the members of the day and the guests to a meeting that lies ahead."""
    _send_out("convened", meeting, by=by)


def invite_uninvited(meeting, *, by):
    """Invite whoever was not reached when the others were; return how many mails go out."""
    return _send_out("convened", meeting, by=by, but=_told(meeting))


def sent(meeting):
    """Return how many mails went out with the last word that the meeting takes place."""
    key = f"meeting:{meeting.pk}:{INVITED}:{meeting.version}:"
    return Mail.objects.filter(key__startswith=key).count()


def uninvited(meeting):
    """Return how many mails to members of a convened meeting were not sent with the others."""
    if meeting.status != MeetingStatus.CONVENED or meeting.starts_on < timezone.localdate():
        return 0
    told = _told(meeting)
    return sum(address_of(one) not in told for one in reach(meeting).everyone)


def tell_of_change(meeting, was, *, by):
    """Send the new day, time or place to whoever was invited or is a member on the new day."""
    if meeting.status != MeetingStatus.CONVENED:
        return
    if any(getattr(meeting, name) != getattr(was, name) for name in IN_CALENDARS):
        told = {address_of(one) for one in reach(meeting).everyone} | _guests(meeting).keys()
        left = [one for one in _having(meeting) if address_of(one) not in told]
        _call_off(meeting, left)
        _send_out("changed", meeting, by=by)


def call_off(meeting, *, by, comment=""):
    """Take the meeting out of the calendars of those who have it there."""
    _call_off(meeting, _having(meeting))


def members_on_the_day(meeting):
    return (
        Membership.objects.filter(seat__committee=meeting.committee_id)
        .in_force(meeting.starts_on)
        .select_related(
            "person__user",
            "person__contact",
            "seat__represents_community",
            "seat__represents_religion",
        )
        .in_order()
    )


def reach(meeting):
    """Return the `Reach` of a meeting; before its day is over, its mails go to exactly these."""
    persons = {row.person_id: row for row in members_on_the_day(meeting)}
    insiders, others, missed = {}, {}, []
    for row in persons.values():
        user = row.person.user
        if user and user.is_active:
            if may(user, "view_record", meeting):
                insiders[address_of(user)] = user
            elif may(user, "view", meeting):
                others[address_of(user)] = user
    reached = {user.pk for user in [*insiders.values(), *others.values()]}
    for row in persons.values():
        if row.person.user_id in reached:
            continue
        contact = getattr(row.person, "contact", None)
        if not contact or not contact.email:
            missed.append(row)
        elif contact.email not in insiders:
            others.setdefault(contact.email, Guest(contact.email, _language(meeting)))
    return Reach(
        sorted(insiders.values(), key=lambda user: user.pk),
        list(others.values()),
        missed,
        len(persons) - len(missed),
    )


def address_of(recipient):
    """Return the address of an account or a guest, so that nobody is written to twice."""
    return recipient.email.lower()


def _language(meeting):
    """The language of whoever convened the meeting."""
    return meeting.status_by.language if meeting.status_by else settings.LANGUAGE_CODE


def _guests(meeting):
    """Return the addresses of the guests as they were typed, by what they are known by."""
    return {address.lower(): address for address in meeting.invited_emails.splitlines()}


def remind():
    """Write the reminders of today; each is told once. Returns how many meetings had one."""
    today, days = timezone.localdate(), WorkingDays.of_kosovo()
    soon = days.after(today, settings.MEETING_REMINDER_DAYS)
    near = Meeting.objects.filter(status=MeetingStatus.CONVENED, starts_on__range=(today, soon))
    for meeting in near.with_committee():
        _write_members("reminder", reach(meeting), meeting, key="remind")
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


def _send_out(topic, meeting, *, by, but=frozenset()):
    """Write to the members and to the guests, but not to some; return how many mails go out."""
    if meeting.starts_on < timezone.localdate():
        return 0
    found = reach(meeting)
    found = replace(
        found,
        insiders=[one for one in found.insiders if address_of(one) not in but],
        others=[one for one in found.others if address_of(one) not in but],
    )
    members = {address_of(one) for one in found.everyone}
    guests = [
        Guest(address, by.language)
        for known, address in _guests(meeting).items()
        if known not in members | but
    ]
    _write_members(topic, found, meeting, key=INVITED, method="REQUEST")
    _write(
        topic,
        guests,
        meeting,
        key=INVITED,
        method="REQUEST",
        items=meeting.agenda.visible_to(AnonymousUser()),
        has_link=is_public(meeting),
    )
    return len(members) + len(guests)


def _write_members(topic, found, meeting, **how):
    """Tell those who read the record the whole agenda, and the others what is not confidential."""
    items = list(meeting.agenda.in_order())
    _write(topic, found.insiders, meeting, items=items, has_link=True, **how)
    _write(
        topic,
        found.others,
        meeting,
        items=told_agenda(meeting),
        has_link=is_public(meeting),
        **how,
    )


def told_agenda(meeting):
    """Return the items as they may leave the portal for a member: a confidential one unnamed."""
    told = set(meeting.agenda.filter(open_item(AnonymousUser())).values_list("pk", flat=True))
    items = meeting.agenda.in_order()
    return [item if item.pk in told else _("confidential") for item in items]


def is_public(meeting):
    """Say whether everybody may read the page of the meeting."""
    return may(AnonymousUser(), "view", meeting)


def _call_off(meeting, recipients):
    """Take the meeting out of the calendars of accounts that may know of it, and of guests."""
    accounts = [
        one for one in recipients if not isinstance(one, Guest) and may(one, "view", meeting)
    ]
    guests = [one for one in recipients if isinstance(one, Guest)]
    for told, has_link in ((accounts, True), (guests, is_public(meeting))):
        _write(
            "called_off",
            told,
            meeting,
            key=CALLED_OFF,
            method="CANCEL",
            items=meeting.agenda.visible_to(AnonymousUser()),
            has_link=has_link,
        )


def _write(topic, recipients, meeting, *, key, items=(), has_link=True, method=""):
    """Put the mails into the outbox; with a `method` each carries a calendar entry."""
    agenda = [format_lazy("{}. {}", number, item) for number, item in enumerate(items, start=1)]

    def attach(recipient):
        entry = invitation_to(
            meeting,
            recipient.email,
            method=method,
            agenda=[str(line) for line in agenda],
            has_link=has_link,
        )
        return "invite.ics", f"text/calendar; method={method}", entry

    write_mails(
        f"meetings/mail/{topic}",
        recipients,
        key=f"meeting:{meeting.pk}:{key}:{meeting.version}",
        path=meeting.get_absolute_url,
        context={"meeting": meeting, "agenda": agenda, "has_link": has_link},
        attach=attach if method else None,
    )


def _having(meeting):
    """Return the accounts and guests whose latest word was an invitation, each address once."""
    latest = {}
    mails = Mail.objects.filter(key__startswith=f"meeting:{meeting.pk}:")
    for mail in mails.select_related("to").order_by("pk"):
        topic = mail.key.split(":")[2]
        if topic in (INVITED, CALLED_OFF):
            whom = mail.to or Guest(mail.address, _language(meeting))
            latest[address_of(whom)] = (topic, whom)
    return [whom for topic, whom in latest.values() if topic == INVITED]


def _told(meeting):
    return {address_of(one) for one in _having(meeting)}


def _officers(meeting):
    """Chair and secretary of today, where they may report on the meeting."""
    offices = Membership.objects.filter(
        seat__committee=meeting.committee_id, office__in=[Office.CHAIR, Office.SECRETARY]
    ).in_force(timezone.localdate())
    users = User.objects.filter(person__memberships__in=offices, is_active=True).distinct()
    return [user for user in users.order_by("pk") if may(user, "report", meeting)]
