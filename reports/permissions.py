"""Who sees what the figures are kept in, and who may ask for a recount."""

from accounts.choices import Role
from accounts.permissions import administrator
from accounts.posts import grants_of
from core.policy import everybody, register
from reports.models import Touch, YearlyFigures

register(Touch, {"view": administrator})
register(YearlyFigures, {"view": everybody})


def may_recount(user):
    """Say whether the user may have the figures computed anew from the records."""
    return any(grant.role in (Role.OSCE_MONITOR, Role.ADMINISTRATOR) for grant in grants_of(user))
