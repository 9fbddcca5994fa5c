"""Who sees and ends kept views, sees what the figures are kept in, and may ask for a recount."""

from django.db.models import Q

from accounts.choices import Role
from accounts.permissions import administrator, granted, own
from accounts.posts import grants_of
from core.policy import NO_ROW, Rule, everybody, register, where
from reports.models import SavedView, Touch, YearlyFigures

register(Touch, {"view": administrator})
register(YearlyFigures, {"view": everybody})


def may_recount(user):
    """Say whether the user may have the figures computed anew from the records."""
    return any(grant.role in (Role.OSCE_MONITOR, Role.ADMINISTRATOR) for grant in grants_of(user))


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
        "end": standing & (own("owner") | sharers),
    },
)


def roles_to_share_with(user):
    """Return the roles for which the user may keep a view."""
    held = {grant.role for grant in grants_of(user)}
    if Role.ADMINISTRATOR in held:
        return list(Role)
    return [Role.OSCE_MONITOR] if Role.OSCE_MONITOR in held else []
