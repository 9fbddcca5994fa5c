"""Who makes editions, and who reads them.

Preparing and reviewing are done by the same posts, those that watch over the bodies of the whole
country, but never by the same person. The administrator gives the roles and has no say in figures.
"""

from django.db.models import Exists, OuterRef, Q

from accounts.choices import Role
from accounts.permissions import granted, own
from accounts.posts import grants_of
from core.policy import EVERY_ROW, Rule, everybody, in_state, register
from reports.choices import OUT, EditionStatus
from reports.models import Edition, ImportedTotal

MAKERS = (Role.MIA_OFFICER, Role.MLGA_OFFICER, Role.OSCE_MONITOR, Role.COMMUNITY_POLICING)
makers = granted(*MAKERS)


def is_maker(user):
    """Say whether the user may begin an edition: there is no row yet to ask a policy about."""
    return makers(user) is EVERY_ROW


def maker_role(user):
    """Return the post in which the user prepares or reviews; nobody else does either."""
    held = {grant.role for grant in grants_of(user)}
    return next(role for role in MAKERS if role in held)


def _has_successor(_user):
    later = Edition.objects.published().filter(
        kind=OuterRef("kind"), year=OuterRef("year"), number__gt=OuterRef("number")
    )
    return Q(Exists(later))


register(
    Edition,
    {
        "view": makers | in_state(*OUT),
        "edit": makers & in_state(EditionStatus.DRAFT),
        "prepare": makers,
        "review": makers & ~own("prepared_by"),
        # Only what publishing the next one brings with it.
        "supersede": makers & Rule("once a later one is published", _has_successor),
    },
)
register(ImportedTotal, {"view": everybody})
