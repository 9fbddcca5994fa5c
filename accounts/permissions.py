"""What posts give: the rule `granted`, and who may give and end them."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.choices import Role
from accounts.models import ApiToken, RoleGrant, User
from accounts.posts import grants_of, scope_of
from accounts.querysets import running, waiting
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
headquarters = granted(Role.COMMUNITY_POLICING)
is_waiting = Rule("while it waits", lambda _user: waiting())
is_running = Rule(
    "while it runs or is to come",
    lambda _user: running(timezone.localdate()),
)
# Posts of stations and regions, which headquarters fills.
FIELD = [role for role in Role if role.is_in_field]
fills = headquarters & where("it is a post of a station or a region", role__in=FIELD)


is_open = where("while the account is open", is_active=True)


def has_not_entered(user=""):
    """Return the rule that holds until somebody has set a password; `user` leads to them."""
    first = {f"{user}password__startswith": UNUSABLE_PASSWORD_PREFIX, f"{user}last_login": None}
    return where("until the owner has set a password", **first)


def _grants(**lookups):
    """The condition that the account of a row has, had or will have such a role."""
    return Q(Exists(RoleGrant.objects.filter(user=OuterRef("pk"), **lookups)))


def factors_of_row():
    """The second factors and passkeys of the account of a row."""
    return Authenticator.objects.filter(user=OuterRef("pk"))


# Nobody locks themselves out, so that an administrator always remains: whoever closes an account.
of_others = administrator & ~own("pk")
has_field_role = Rule("with a post of a station or a region", lambda _u: _grants(role__in=FIELD))
has_no_further_role = Rule(
    "without any other role",
    lambda _user: ~_grants(role__in=[role for role in Role if role not in FIELD]),
)
has_factor = Rule("with a second factor or a passkey", lambda _user: Q(Exists(factors_of_row())))
has_no_role = Rule("without any role", lambda _user: ~_grants())
_of_apps_above = []


def counts_as_care(rule):
    """Let a rule of an app above say whose accounts somebody cares for, such as of a roster."""
    _of_apps_above.append(rule)
    return rule


of_kept_person = Rule(
    "keeper of the register of every committee of its person",
    lambda user: either(*(rule(user) for rule in _of_apps_above)),
)
of_field = headquarters & has_field_role
# Until somebody has come in, whoever invited them mends the invitation, as long as the account can
# do no more than what they may give: a later address would take over what others gave.
of_own_guests = (
    ((of_field & has_no_further_role) | (of_kept_person & has_no_role))
    & own("invited_by")
    & has_not_entered()
)
mends = of_others | of_own_guests

register(
    User,
    {
        "view": own("pk") | administrator | of_field | of_kept_person,
        "make": of_others,
        # Nobody gives roles to themselves.
        "add_grant": (administrator | of_field) & ~own("pk"),
        "edit": own("pk"),
        "change_address": mends,
        "correct": mends,
        "invite": mends & is_open & has_not_entered(),
        "take_back": mends & has_not_entered() & where("while invited", invited_at__isnull=False),
        "end_sessions": own("pk") | administrator,
        "reset_factor": of_others & is_open & has_factor,
        "close": of_others & is_open,
        "reopen": of_others & where("while the account is closed", is_active=False),
    },
)
register(
    RoleGrant,
    {
        "view": own("user") | administrator | fills,
        "give": (administrator | fills) & ~own("user"),
        "end": (administrator | fills) & ~is_waiting & is_running,
        "confirm": administrator & is_waiting & ~own("given_by") & ~own("user"),
        "refuse": (administrator | (fills & own("given_by"))) & is_waiting,
    },
)
register(ApiToken, {"view": own("user"), "revoke": own("user")})
register(AuditEvent, {"view": administrator})


def _has(user, *roles):
    return any(grant.role in roles for grant in grants_of(user))


def is_administrator(user):
    """Say whether the user may make accounts and give all roles today."""
    return _has(user, Role.ADMINISTRATOR)


def roles_to_give(user):
    """Return the roles that the user may give to others today."""
    if is_administrator(user):
        return list(Role)
    return FIELD if _has(user, Role.COMMUNITY_POLICING) else []


def cares_for_accounts(user):
    """Say whether the pages of accounts are for the user; the policy says which accounts."""
    return _has(user, Role.ADMINISTRATOR, Role.COMMUNITY_POLICING, Role.MUNICIPAL_OFFICER)
