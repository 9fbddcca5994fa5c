"""Meetings that several committees hold together: one hosts and keeps the record."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from audit.actions import append_event
from committees.choices import CommitteeKind, CommitteeStatus
from committees.models import Committee
from core.policy import asks
from meetings.deadlines import meet_first_deadlines
from meetings.models import JointCommittee


def joinable(host):
    """Return the committees that may hold a meeting together with the host.

    Those of its municipality, the councils of all others and the national body; a country has too
    many local committees to choose from.
    """
    near = Q(municipality__isnull=False, municipality=host.municipality_id)
    wide = Q(kind__in=[CommitteeKind.KKSB, CommitteeKind.NATIONAL])
    return (
        Committee.objects.filter(near | wide)
        .exclude(pk=host.pk)
        .exclude(status=CommitteeStatus.DISSOLVED)
        .order_by("kind", "name_sq", "pk")
    )


@asks("change_status", of="meeting")
def set_partners(meeting, committees, *, by):
    """Name the committees that hold the meeting together with its host; nobody else stays named.

    Each of them finds the meeting among its own, and a first held meeting meets its deadline.
    Raises `ValidationError` when the host is among them.
    """
    if meeting.committee in committees:
        raise ValidationError(_("A committee does not hold a meeting together with itself."))
    named = {row.committee_id: row for row in meeting.joint_committees.all()}
    wanted = {committee.pk: committee for committee in committees}
    gone = [row for pk, row in named.items() if pk not in wanted]
    new = [committee for pk, committee in wanted.items() if pk not in named]
    if not gone and not new:
        return
    touched = [row.committee for row in gone] + new
    for row in gone:
        row.delete()
    for committee in new:
        JointCommittee.objects.create(meeting=meeting, committee=committee)
    meet_first_deadlines(touched)
    slugs = ", ".join(committee.slug for committee in committees)
    append_event("meeting.join", by=by, subject=meeting, joint_with=slugs)
