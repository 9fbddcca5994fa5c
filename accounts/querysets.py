from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import F, Q

from accounts.choices import Role
from core.i18n import fold
from core.policy import PolicyQuerySet


def waiting():
    """The condition that another administrator has still to confirm a grant."""
    return Q(role__in=[role for role in Role if role.is_confirmed], confirmed_at=None)


def running(on):
    """The condition that a grant has not ended by the day, nor was ended at once."""
    return Q(ended_at=None) & (Q(until_on=None) | Q(until_on__gte=on))


class UserQuerySet(PolicyQuerySet):
    def matching(self, text):
        """The accounts with each of the words in name or address, marks ignored."""
        rows = self
        for word in fold(text).split():
            rows = rows.filter(search_text__contains=word)
        return rows

    def not_entered(self):
        """The accounts whose owner has not set a password yet."""
        return self.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX, last_login=None)


class RoleGrantQuerySet(PolicyQuerySet):
    def in_force(self, on):
        """The grants that hold on the day; first and last day included.

        One that was ended at once holds no more on its last day, and one that waits never does.
        """
        return self.exclude(waiting()).filter(
            Q(until_on=None) | Q(until_on__gt=on) | Q(until_on=on, ended_at=None),
            from_on__lte=on,
        )

    def over(self, on):
        """The grants that have ended by the day: the last day is past, or they were ended at once.

        What ended before it began never held, and waits no more.
        """
        return self.filter(Q(until_on__lt=on) | Q(ended_at__isnull=False))

    def running(self, on):
        """The grants that hold on the day or will, and those that wait to be confirmed."""
        return self.filter(running(on))

    def overlapping(self, grant):
        """The grants that have a day in common with another, those that wait included."""
        rows = self.exclude(pk=grant.pk).exclude(ended_at__isnull=False, until_on=F("from_on"))
        if grant.until_on:
            rows = rows.filter(from_on__lte=grant.until_on)
        return rows.filter(
            Q(until_on=None)
            | Q(until_on__gt=grant.from_on)
            | Q(until_on=grant.from_on, ended_at=None)
        )

    def of_post(self, grant):
        """The grants of the same role and place, whoever holds them."""
        role, region, municipality, station = grant.post
        return self.filter(role=role, region=region, municipality=municipality, station=station)

    def with_scope(self):
        return self.select_related("region", "municipality", "station", "acting_for__user")


class ApiTokenQuerySet(PolicyQuerySet):
    def usable(self, at):
        """The tokens that still open the JSON interface at the moment."""
        return self.filter(revoked_on=None, expires_on__gte=at.date(), user__is_active=True)
