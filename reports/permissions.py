"""Who makes editions and reads them, who keeps views, and who may ask for a recount.

Preparing and reviewing are done by the same posts, those that watch over the bodies of the whole
country, but never by the same person. The administrator gives the roles and has no say in figures.
The figures themselves are public.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q

from accounts.choices import Role
from accounts.permissions import administrator, granted, own
from accounts.posts import grants_of
from core.policy import (
    EVERY_ROW,
    NO_ROW,
    NOT_YOURS,
    Rule,
    everybody,
    in_state,
    nobody,
    register,
    where,
)
from reports.choices import OUT, EditionStatus
from reports.models import (
    CountedPerson,
    DeclaredTable,
    Edition,
    ImportedTotal,
    SavedView,
    Touch,
    YearlyFigures,
)

MAKERS = (Role.MIA_OFFICER, Role.MLGA_OFFICER, Role.OSCE_MONITOR, Role.COMMUNITY_POLICING)
makers = granted(*MAKERS)


def is_maker(user):
    """Say whether the user may begin an edition: there is no row yet to ask a policy about."""
    return makers(user) is EVERY_ROW


def maker_role(user):
    """Return the post in which the user prepares or reviews; raises `PermissionDenied`."""
    held = {grant.role for grant in grants_of(user)}
    role = next((role for role in MAKERS if role in held), None)
    if role is None:
        raise PermissionDenied(NOT_YOURS)
    return role


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


def _is_out(_user):
    out = Edition.objects.out().filter(
        kind=OuterRef("kind"), year=OuterRef("year"), cut_off__gte=OuterRef("frozen_at")
    )
    return Q(Exists(out))


# Makers see what they are about to publish, which is no more than what the public will see.
register(
    DeclaredTable,
    {"view": makers | Rule("once the edition is published with which it was frozen", _is_out)},
)
register(CountedPerson, {"view": nobody})
register(ImportedTotal, {"view": everybody})
register(Touch, {"view": administrator})
register(YearlyFigures, {"view": everybody})


def may_recount(user):
    """Say whether the user may have the figures computed anew from the records."""
    return any(grant.role in (Role.OSCE_MONITOR, Role.ADMINISTRATOR) for grant in grants_of(user))


def may_count_declarations(user):
    """Say whether the user may ask how many members declared which community or religion.

    It is for monitors alone, never a council at a time, and every asking is noted.
    """
    return any(grant.role == Role.OSCE_MONITOR for grant in grants_of(user))


def _of_their_roles(user):
    roles = {grant.role for grant in grants_of(user)}
    return Q(role__in=roles) if roles else NO_ROW


holders = Rule("whoever holds the role that it is for", _of_their_roles)
standing = where("it was not ended", ended_at=None)
for_a_role = where("it is for a role", owner=None)
sharers = (administrator & for_a_role) | (
    granted(Role.OSCE_MONITOR) & where("it is for monitors", role=Role.OSCE_MONITOR)
)

register(
    SavedView,
    {
        "view": standing & (own("owner") | holders | sharers),
        "rename": standing & (own("owner") | sharers),
        "end": standing & (own("owner") | sharers),
    },
)


def roles_to_share_with(user):
    """Return the roles for which the user may keep a view."""
    held = {grant.role for grant in grants_of(user)}
    if Role.ADMINISTRATOR in held:
        return list(Role)
    return [Role.OSCE_MONITOR] if Role.OSCE_MONITOR in held else []
