"""Mail about concerns on the ladder: to whom one is passed, and to whom it comes back.

It says the number and where to read it, and nothing of what the concern tells.
"""

from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import RoleGrant, User
from committees.choices import Office
from committees.models import Membership
from meetings.choices import Ministry
from notices.actions import write_mails

OFFICES = (Office.CHAIR, Office.DEPUTY, Office.SECRETARY)
OFFICERS = {Ministry.MIA: Role.MIA_OFFICER, Ministry.MLGA: Role.MLGA_OFFICER}


def tell_holder(concern, *, by, comment):
    """Tell whoever acts for the holder that the concern lies with them now."""
    write_mails(
        "meetings/mail/concern_passed",
        [user for user in holders(concern) if user != by],
        key=f"concern:{concern.pk}:{concern.version}",
        path=partial(reverse, "concerns:detail", kwargs={"number": concern.number}),
        context={"concern": concern},
    )


def holders(concern):
    """The officers of the ministry, or those of the committee and of its municipality.

    It is the rule `handling` asked the other way round, without the administrators: who has the
    right to a row, where the rule says to which rows somebody has it. A test holds them together.
    """
    today = timezone.localdate()
    grants = RoleGrant.objects.in_force(today).order_by()
    active = User.objects.filter(is_active=True).order_by("pk")
    if concern.holder_ministry:
        role = OFFICERS[concern.holder_ministry]
        return active.filter(pk__in=grants.filter(role=role).values("user"))
    committee = concern.holder_committee
    seated = Membership.objects.in_force(today).filter(
        seat__committee=committee, office__in=OFFICES
    )
    municipal = grants.filter(role=Role.MUNICIPAL_OFFICER, municipality=committee.municipality_id)
    return active.filter(
        Q(pk__in=seated.order_by().values("person__user")) | Q(pk__in=municipal.values("user"))
    )
