"""Who may load files; the committees that a row may touch are asked of the policy."""

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
