"""What posts give: the rule `granted`, and who may give and end them."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from accounts.choices import Role
from accounts.models import ApiToken, RoleGrant, User
from accounts.posts import grants_of, scope_of
from accounts.querysets import waiting
from audit.models import AuditEvent
from core.policy import EVERY_ROW, NO_ROW, Rule, either, register, where


def granted(*roles, **matches):
    """Return the rule that holds for whoever has one of the roles today.

    `matches` ties the scope of the grant to the row: `granted(Role.STATION_COMMANDER,
    station="station")` holds where the row's station is the station of the grant.
    """

    def condition(user):
        grants = [grant for grant in grants_of(user) if grant.role in roles]
        if not matches:
            return EVERY_ROW if grants else NO_ROW
        return either(*(_reach(grant, matches) for grant in grants))

    reach = " of " + ", ".join(sorted(matches)).replace("__", " ") if matches else ""
    return Rule(", ".join(role.value for role in roles) + reach, condition)


def _reach(grant, matches):
    """Return the condition on the rows that a grant reaches."""
    keys = {row: scope_of(grant, ours) for ours, row in matches.items()}
    return NO_ROW if None in keys.values() else Q(**keys)


def own(field):
    """Return the rule that holds for the user whom the row names."""
    return Rule("the user themselves", lambda user: Q(**{field: user.pk or 0}))


administrator = granted(Role.ADMINISTRATOR)
is_waiting = Rule("while it waits", lambda _user: waiting())


is_open = where("while the account is open", is_active=True)


def has_not_entered(user=""):
    """Return the rule that holds until somebody has set a password; `user` leads to them."""
    first = {f"{user}password__startswith": UNUSABLE_PASSWORD_PREFIX, f"{user}last_login": None}
    return where("until the owner has set a password", **first)


# Nobody locks themselves out, so that an administrator always remains: whoever closes an account.
of_others = administrator & ~own("pk")

register(
    User,
    {
        "view": own("pk") | administrator,
        # Nobody gives roles to themselves.
        "add_grant": of_others,
        "edit": own("pk"),
        "change_address": of_others,
        "correct": of_others,
        "invite": of_others & is_open & has_not_entered(),
        "take_back": of_others
        & has_not_entered()
        & where("while invited", invited_at__isnull=False),
        "close": of_others & is_open,
        "reopen": of_others & where("while the account is closed", is_active=False),
    },
)
register(
    RoleGrant,
    {
        "view": own("user") | administrator,
        "end": administrator & ~is_waiting,
        "confirm": administrator & is_waiting & ~own("given_by") & ~own("user"),
        "refuse": administrator & is_waiting,
    },
)
register(ApiToken, {"view": own("user"), "revoke": own("user")})
register(AuditEvent, {"view": administrator})


def is_administrator(user):
    """Say whether the user may make accounts and give roles today."""
    return any(grant.role == Role.ADMINISTRATOR for grant in grants_of(user))
