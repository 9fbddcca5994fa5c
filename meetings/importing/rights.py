"""Who may load files, and which committees they may write to by that."""

from django.utils import timezone

from accounts.choices import Role
from accounts.models import RoleGrant

IMPORTING_ROLES = (Role.ADMINISTRATOR, Role.MUNICIPAL_OFFICER)


def may_import(user):
    """Say whether the page is for the user; what the rows may touch is asked row by row."""
    return (
        user.is_authenticated
        and RoleGrant.objects.in_force(timezone.localdate())
        .filter(user=user, role__in=IMPORTING_ROLES)
        .exists()
    )


def municipalities_of_officer(user):
    """Return the keys of the municipalities whose officer the user is today."""
    return set(
        RoleGrant.objects.in_force(timezone.localdate())
        .filter(user=user, role=Role.MUNICIPAL_OFFICER)
        .values_list("municipality", flat=True)
    )
