"""What stands against the closing of a run: each with the meeting or member that it is about."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from compensation.choices import LeftOut
from compensation.money import euro
from compensation.settling import NOTHING, is_dated, settle, sums_by_member
from meetings.models import Meeting


@dataclass(frozen=True)
class Hindrance:
    """A reason in words, and where to mend it."""

    text: str
    url: str = ""


def first_hindrance(run):
    """The reason that stands first, for the button; the page lists all."""
    found = hindrances(run, settle(run))
    return found[0].text if found else None


def hindrances(run, settlement):
    """Return all that stands against closing the run as it is computed now."""
    today = timezone.localdate()
    found = []
    if run.until_on >= today:
        found.append(Hindrance(_("The period is not over yet.")))
    # Also meetings that would not count: until it is reported, the kind may still change.
    for meeting in (
        Meeting.objects.awaiting_report(today)
        .filter(committee=run.committee_id, starts_on__range=(run.from_on, run.until_on))
        .select_related("committee")
        .soonest_first()
    ):
        found.append(_about(_("%(meeting)s awaits its report."), meeting))
    if not settlement.meetings:
        found.append(Hindrance(_("No meeting that counts was held in this period.")))
    for meeting in settlement.meetings:
        found += _of_meeting(meeting, settlement)
    return [*found, *_overpaid(run, settlement)]


def _of_meeting(meeting, settlement):
    """What the record of a meeting lacks."""
    if not is_dated(meeting):
        yield _about(_("%(meeting)s: the day is not known, and so neither is the rate."), meeting)
        return
    if meeting.pk not in settlement.noted:
        yield _about(_("%(meeting)s: no attendance is noted."), meeting)
    else:
        for membership in settlement.memberships:
            if settlement.left_out.get((membership.pk, meeting.pk)) == LeftOut.UNKNOWN:
                yield _about(
                    _("%(meeting)s: nobody noted whether %(member)s came."),
                    meeting,
                    member=membership.person,
                )
    if not meeting.is_approved:
        yield _about(
            _("%(meeting)s: the minutes with the attendance list are not approved."), meeting
        )


def _overpaid(run, settlement):
    """Members who were paid more than they are owed, after a run was opened again."""
    payments = list(run.payments.standing().select_related("membership__person"))
    names = {payment.membership_id: payment.membership.person for payment in payments}
    due = settlement.due
    for membership, paid in sums_by_member(payments).items():
        owed = due.get(membership, NOTHING)
        if paid > owed:
            yield Hindrance(
                _("%(member)s was paid %(paid)s, and %(due)s are due. Take a payment back.")
                % {"member": names[membership], "paid": euro(paid), "due": euro(owed)}
            )


def _about(text, meeting, **more):
    facts = {
        "meeting": _("%(meeting)s, %(date)s")
        % {"meeting": capfirst(meeting.title), "date": meeting.date_text},
        **more,
    }
    return Hindrance(text % facts, meeting.get_absolute_url())
