"""The offices that somebody holds today on committees, read once for each request."""

from accounts.posts import counts_as_post, once_a_day
from committees.models import Membership


def offices_of(user):
    """Return pairs (key of the committee, office) of the memberships of the user today."""
    if not user.is_authenticated:
        return []
    return once_a_day(
        user,
        "_offices_today",
        lambda today: list(
            Membership.objects.in_force(today)
            .filter(person__user=user)
            .values_list("seat__committee", "office")
        ),
    )


@counts_as_post
def holds_office(user, day):
    """Say whether the user sits on a committee on the day."""
    return Membership.objects.in_force(day).filter(person__user=user).exists()
