"""Who sees accounts, roles, keys and the audit record, in every layer."""

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken, RoleGrant, User
from audit.actions import append_event
from audit.models import AuditEvent
from tests.anew import sign_in_anew
from tests.factories.accounts import ApiTokenFactory, RoleGrantFactory, UserFactory
from tests.factories.committees import MembershipFactory
from tests.forms import invited
from tests.roles import TODAY, names_every_action, pages_of, rights, rows_of, truth_table

ACCOUNT = {
    "v": "view",
    "g": "add_grant",
    "e": "edit",
    "a": "change_address",
    "n": "correct",
    "i": "invite",
    "t": "take_back",
    "m": "make",
    "s": "end_sessions",
    "f": "reset_factor",
    "c": "close",
    "o": "reopen",
}
GRANT = {"v": "view", "g": "give", "e": "end", "c": "confirm", "r": "refuse"}
KEY = {"v": "view", "r": "revoke"}
EVENT = {"v": "view", "a": "append"}
LETTERS = {
    "own": ACCOUNT,
    "account": ACCOUNT,
    "invited": ACCOUNT,
    "closed": ACCOUNT,
    "field": ACCOUNT,
    "my guest": ACCOUNT,
    "seated": ACCOUNT,
    "my seated": ACCOUNT,
    "own grant": GRANT,
    "grant": GRANT,
    "own wait": GRANT,
    "waits": GRANT,
    "given": GRANT,
    "field grant": GRANT,
    "my field": GRANT,
    "my key": KEY,
    "key": KEY,
    "event": EVENT,
}
# An `own` row belongs to whoever asks; the public owns nothing. What waits was given by another,
# but for `given`, which the one who asks gave.
ACCOUNTS = truth_table("""
    own  account   invited    closed   field    my guest
    anonymous                 -    -         -          -        -        -
    account                   ves  -         -          -        -        -
    station_commander         ves  -         -          -        -        -
    station_officer           ves  -         -          -        -        -
    station_commander nearby  ves  -         -          -        -        -
    regional_director         ves  -         -          -        -        -
    community_policing        ves  -         -          -        vg       vganit
    deputy_general_director   ves  -         -          -        -        -
    general_director          ves  -         -          -        -        -
    municipal_officer         ves  -         -          -        -        -
    mia_officer               ves  -         -          -        -        -
    mlga_officer              ves  -         -          -        -        -
    osce_monitor              ves  -         -          -        -        -
    administrator             ves  vganmsfc  vganitmsc  vganmso  vganmsc  vganitmsc
    chair                     ves  -         -          -        -        -
    deputy                    ves  -         -          -        -        -
    secretary                 ves  -         -          -        -        -
    member                    ves  -         -          -        -        -
    observer                  ves  -         -          -        -        -
    police                    ves  -         -          -        -        -
    every role, ended         ves  -         -          -        -        -
    every role, to come       ves  -         -          -        -        -
    every place, elsewhere    ves  -         -          -        -        -
    every office, ended       ves  -         -          -        -        -
    every office, to come     ves  -         -          -        -        -
    every office, elsewhere   ves  -         -          -        -        -
""")
ROSTERS_AND_GRANTS = truth_table("""
    seated   my seated  own grant  grant  own wait  waits  given
    anonymous                 -        -          -          -      -         -      -
    account                   -        -          v          -      v         -      -
    station_commander         -        -          v          -      v         -      -
    station_officer           -        -          v          -      v         -      -
    station_commander nearby  -        -          v          -      v         -      -
    regional_director         -        -          v          -      v         -      -
    community_policing        v        vanit      v          -      v         -      -
    deputy_general_director   -        -          v          -      v         -      -
    general_director          -        -          v          -      v         -      -
    municipal_officer         v        vanit      v          -      v         -      -
    mia_officer               -        -          v          -      v         -      -
    mlga_officer              -        -          v          -      v         -      -
    osce_monitor              -        -          v          -      v         -      -
    administrator             vganmsc  vganitmsc  v          vge    vr        vgcr   vgr
    chair                     -        -          v          -      v         -      -
    deputy                    -        -          v          -      v         -      -
    secretary                 -        -          v          -      v         -      -
    member                    -        -          v          -      v         -      -
    observer                  -        -          v          -      v         -      -
    police                    -        -          v          -      v         -      -
    every role, ended         -        -          v          -      v         -      -
    every role, to come       -        -          v          -      v         -      -
    every place, elsewhere    -        -          v          -      v         -      -
    every office, ended       -        -          v          -      v         -      -
    every office, to come     -        -          v          -      v         -      -
    every office, elsewhere   -        -          v          -      v         -      -
""")
FIELD_AND_KEYS = truth_table("""
    field grant  my field  my key  key  event
    anonymous                 -            -         -       -    -
    account                   -            -         vr      -    -
    station_commander         -            -         vr      -    -
    station_officer           -            -         vr      -    -
    station_commander nearby  -            -         vr      -    -
    regional_director         -            -         vr      -    -
    community_policing        vge          vgr       vr      -    -
    deputy_general_director   -            -         vr      -    -
    general_director          -            -         vr      -    -
    municipal_officer         -            -         vr      -    -
    mia_officer               -            -         vr      -    -
    mlga_officer              -            -         vr      -    -
    osce_monitor              -            -         vr      -    -
    administrator             vge          vgr       vr      -    v
    chair                     -            -         vr      -    -
    deputy                    -            -         vr      -    -
    secretary                 -            -         vr      -    -
    member                    -            -         vr      -    -
    observer                  -            -         vr      -    -
    police                    -            -         vr      -    -
    every role, ended         -            -         vr      -    -
    every role, to come       -            -         vr      -    -
    every place, elsewhere    -            -         vr      -    -
    every office, ended       -            -         vr      -    -
    every office, to come     -            -         vr      -    -
    every office, elsewhere   -            -         vr      -    -
""")
TABLE = {
    name: ACCOUNTS[name] | ROSTERS_AND_GRANTS[name] | FIELD_AND_KEYS[name] for name in ACCOUNTS
}

# To whom the list of accounts is open, even where it holds nobody whom they care for.
CARERS = ("administrator", "community_policing", "municipal_officer", "every place, elsewhere")


def own_and_others(user, committee):
    """Return a row for each column of the table; who is seated sits on the committee."""
    append_event("committee.edit", by=None)
    owner = user if user.is_authenticated else UserFactory()
    other = RoleGrantFactory(osce_monitor=True)
    Authenticator.objects.create(user=other.user, type=Authenticator.Type.TOTP, data={})
    field = RoleGrantFactory(station_commander=True)
    guests = [invited(by=owner) for _each in range(2)]
    RoleGrantFactory(station_officer=True, user=guests[0])
    seated = [UserFactory(), guests[1]]
    for account in seated:
        MembershipFactory(committee=committee, person__user=account)
    return {
        "own": owner,
        "account": other.user,
        "invited": invited(),
        "closed": UserFactory(is_active=False),
        "field": field.user,
        "my guest": guests[0],
        "seated": seated[0],
        "my seated": seated[1],
        "own grant": RoleGrantFactory(mia_officer=True, user=owner, until_on=TODAY.replace(day=1)),
        "grant": other,
        "own wait": waiting(user=owner, until_on=TODAY),
        "waits": waiting(),
        "given": waiting(given_by=owner),
        "field grant": field,
        "my field": waiting(given_by=owner, mlga_officer=False, regional_director=True),
        "my key": ApiTokenFactory(user=owner),
        "key": ApiTokenFactory(user=other.user),
        "event": AuditEvent.objects.latest("pk"),
    }


def waiting(**fields):
    """Return a grant that somebody gave and nobody has confirmed."""
    by = {"given_at": timezone.now(), "given_by": fields.pop("given_by", None) or UserFactory()}
    return RoleGrantFactory(**{"mlga_officer": True, "confirmed_at": None, **by, **fields})


def test_tables_speak_of_every_action():
    for model, letters in (
        # Whose an account is, is asked in `tests/committees/test_access.py`.
        (User, ACCOUNT | {"p": "tie"}),
        (RoleGrant, GRANT),
        (ApiToken, KEY),
        (AuditEvent, EVENT),
    ):
        assert names_every_action(model, letters)


@rows_of(TABLE)
def test_policy(world, name, expected):
    user = world.person(name)
    rows = own_and_others(user, world.klsp)
    assert {column: rights(user, row, LETTERS[column]) for column, row in rows.items()} == expected


@pages_of(TABLE)
def test_pages_and_writing(signed_in, world, name, expected):
    client = signed_in(name)
    rows = own_and_others(client.user, world.klsp)
    can = {column: letters.__contains__ for column, letters in expected.items()}
    cares = name in CARERS
    gives = can["field grant"]("g")
    account, field = rows["account"], rows["field"]
    found = statuses(
        client,
        reverse("committees:accounts"),
        reverse("accounts:create"),
        reverse("accounts:detail", args=[account.pk]),
        reverse("accounts:detail", args=[field.pk]),
        reverse("accounts:detail", args=[rows["seated"].pk]),
        reverse("accounts:correct", args=[rows["my seated"].pk]),
        reverse("accounts:role-give", args=[field.pk]),
        reverse("accounts:role-end", args=[rows["field grant"].pk]),
        reverse("accounts:role-end", args=[rows["grant"].pk]),
    )
    wanted = [
        200 if cares else 403,
        200 if gives else 403,
        *(
            (200 if can[column](letter) else 404) if is_open else 403
            for column, letter, is_open in (
                ("account", "v", cares),
                ("field", "v", cares),
                ("seated", "v", cares),
                ("my seated", "n", cares),
                ("field", "g", gives),
                ("field grant", "e", gives),
                ("grant", "e", gives),
            )
        ),
    ]
    assert found == (wanted if client.user.is_authenticated else [302] * len(wanted))
    day = {"from_on": "2026-06-01"}
    station = {"role": "station_officer", "station": rows["field grant"].station_id}
    for whom, role in ((account, {"role": "mlga_officer"}), (field, station)):
        client.post(reverse("accounts:role-give", args=[whom.pk]), role | day)
    for column in ("grant", "field grant"):
        client.post(
            reverse("accounts:role-end", args=[rows[column].pk]), {"until_on": "2026-12-31"}
        )
    owner = {"email": "new@example.org", "language": "sq"}
    client.post(reverse("accounts:create"), owner)
    client.post(
        reverse("accounts:create"), owner | station | day | {"email": "officer@example.org"}
    )
    assert {
        "given": account.grants.filter(role="mlga_officer").exists(),
        "given in the field": field.grants.filter(role="station_officer").exists(),
        "ended": RoleGrant.objects.get(pk=rows["grant"].pk).until_on is not None,
        "ended in the field": RoleGrant.objects.get(pk=rows["field grant"].pk).until_on is not None,
        "made": User.objects.filter(email="new@example.org").exists(),
        "made in the field": User.objects.filter(email="officer@example.org").exists(),
    } == {
        "given": can["grant"]("g"),
        "given in the field": can["field"]("g"),
        "ended": can["grant"]("e"),
        "ended in the field": can["field grant"]("e"),
        "made": can["account"]("m"),
        "made in the field": gives,
    }
    revoke = [
        client.post(reverse("accounts:token-revoke", args=[rows[column].pk]))
        for column in ("my key", "key")
    ]
    assert len(revoke) == 2
    revoked = {
        column: ApiToken.objects.get(pk=rows[column].pk).revoked_on is not None
        for column in ("my key", "key")
    }
    assert revoked == {column: "r" in expected[column] for column in revoked}


def statuses(client, *urls):
    return [client.get(url).status_code for url in urls]


def test_another_key_does_not_exist(client, world):
    sign_in_anew(client, UserFactory())
    response = client.get(reverse("accounts:token-revoke", args=[ApiTokenFactory().pk]))
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
