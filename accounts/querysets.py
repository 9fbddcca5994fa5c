from django.db.models import Q

from core.policy import PolicyQuerySet


class RoleGrantQuerySet(PolicyQuerySet):
    def in_force(self, on):
        """The grants that hold on the day; first and last day included."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)

    def with_scope(self):
        return self.select_related("region", "municipality", "station", "acting_for__user")


class ApiTokenQuerySet(PolicyQuerySet):
    def usable(self, at):
        """The tokens that still open the JSON interface at the moment."""
        return self.filter(revoked_on=None, expires_on__gte=at.date(), user__is_active=True)
