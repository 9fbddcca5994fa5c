"""What posts give: the rule `granted`, and who may give and end them."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.choices import Role
from accounts.models import ApiToken, RoleGrant, User
from audit.models import AuditEvent
from core.policy import Rule, nobody, register


def granted(*roles, **matches):
    """Return the rule that holds for whoever has one of the roles today.

    `matches` ties the scope of the grant to the row: `granted(Role.STATION_COMMANDER,
    station="station")` holds where the row's station is the station of the grant.
    """

    def condition(user):
        if not user.is_authenticated:
            return nobody(user)
        return Exists(
            RoleGrant.objects.in_force(timezone.localdate()).filter(
                user=user, role__in=roles, **{ours: OuterRef(row) for ours, row in matches.items()}
            )
        )

    reach = " of " + ", ".join(sorted(matches)).replace("__", " ") if matches else ""
    return Rule(", ".join(role.value for role in roles) + reach, lambda user: Q(condition(user)))


def own(field):
    """Return the rule that holds for the user whom the row names."""
    return Rule("the user themselves", lambda user: Q(**{field: user.pk or 0}))


administrator = granted(Role.ADMINISTRATOR)

register(User, {"view": own("pk") | administrator, "add_grant": administrator, "edit": own("pk")})
register(RoleGrant, {"view": own("user") | administrator, "end": administrator})
register(ApiToken, {"view": own("user"), "revoke": own("user")})
register(AuditEvent, {"view": administrator})


def is_administrator(user):
    """Say whether the user may make accounts and give roles today."""
    return (
        user.is_authenticated
        and RoleGrant.objects.in_force(timezone.localdate())
        .filter(user=user, role=Role.ADMINISTRATOR)
        .exists()
    )
