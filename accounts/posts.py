"""The roles that somebody holds today, read once for each request.

Rules turn them into plain conditions on rows: a list of places, or nothing at all. Every rule
asking the database anew for the same few grants made each page slow.
"""

from functools import reduce

from django.utils import timezone

from accounts.models import RoleGrant, User

_further_posts = []


def counts_as_post(holds):
    """Let `holds(user, day)` of an app above say of further posts, such as offices."""
    _further_posts.append(holds)
    return holds


def holds_post(user, day):
    """Say whether the user has a role on the day, or another post that an app above knows."""
    return RoleGrant.objects.in_force(day).filter(user=user).exists() or any(
        holds(user, day) for holds in _further_posts
    )


def once_a_day(user, name, read):
    """Return what `read(today)` says of the user, kept on the user object for the day."""
    today = timezone.localdate()
    day, found = getattr(user, name, (None, None))
    if day != today:
        found = read(today)
        setattr(user, name, (today, found))
    return found


def grants_of(user):
    """Return the grants that the user holds today; nobody holds any without an account."""
    if not user.is_authenticated:
        return []
    return once_a_day(
        user,
        "_grants_today",
        lambda today: list(RoleGrant.objects.in_force(today).filter(user=user).with_scope()),
    )


def holders_of(role):
    """The open accounts that hold the role today, anywhere."""
    grants = RoleGrant.objects.in_force(timezone.localdate()).filter(role=role)
    return User.objects.filter(pk__in=grants.values("user"), is_active=True)


def scope_of(grant, path):
    """Return the key of what the grant reaches by a path: `station__municipality`, or None."""
    *steps, last = path.split("__")
    thing = reduce(lambda row, name: row and getattr(row, name), steps, grant)
    return thing and getattr(thing, f"{last}_id")
