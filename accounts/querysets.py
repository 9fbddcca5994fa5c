from django.db.models import Q

from accounts.choices import Role
from core.policy import PolicyQuerySet


def waiting():
    """The condition that another administrator has still to confirm a grant."""
    return Q(role__in=[role for role in Role if role.is_confirmed], confirmed_at=None)


class RoleGrantQuerySet(PolicyQuerySet):
    def in_force(self, on):
        """The grants that hold on the day; first and last day included.

        One that was ended at once holds no more on its last day, and one that waits never does.
        """
        return self.exclude(waiting()).filter(
            Q(until_on=None) | Q(until_on__gt=on) | Q(until_on=on, ended_at=None),
            from_on__lte=on,
        )

    def with_scope(self):
        return self.select_related("region", "municipality", "station", "acting_for__user")


class ApiTokenQuerySet(PolicyQuerySet):
    def usable(self, at):
        """The tokens that still open the JSON interface at the moment."""
        return self.filter(revoked_on=None, expires_on__gte=at.date(), user__is_active=True)
