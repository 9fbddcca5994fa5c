"""Who sees accounts, roles, keys and the audit record, in every layer."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken, RoleGrant, User
from audit.actions import append_event
from audit.models import AuditEvent
from tests.anew import sign_in_anew
from tests.factories.accounts import ApiTokenFactory, RoleGrantFactory, UserFactory
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
    "c": "close",
    "o": "reopen",
}
GRANT = {"v": "view", "e": "end", "c": "confirm", "r": "refuse"}
KEY = {"v": "view", "r": "revoke"}
EVENT = {"v": "view", "a": "append"}
LETTERS = {
    "own": ACCOUNT,
    "account": ACCOUNT,
    "invited": ACCOUNT,
    "closed": ACCOUNT,
    "own grant": GRANT,
    "grant": GRANT,
    "own wait": GRANT,
    "waits": GRANT,
    "given": GRANT,
    "my key": KEY,
    "key": KEY,
    "event": EVENT,
}
# An `own` row belongs to whoever asks; the public owns nothing. What waits was given by another,
# but for `given`, which the one who asks gave.
TABLE = truth_table("""
    own  account  invited  closed  own grant  grant  own wait  waits  given  my key  key  event
    anonymous                 -   -      -        -      -   -   -   -    -   -   -  -
    account                   ve  -      -        -      v   -   v   -    -   vr  -  -
    station_commander         ve  -      -        -      v   -   v   -    -   vr  -  -
    station_officer           ve  -      -        -      v   -   v   -    -   vr  -  -
    station_commander nearby  ve  -      -        -      v   -   v   -    -   vr  -  -
    regional_director         ve  -      -        -      v   -   v   -    -   vr  -  -
    community_policing        ve  -      -        -      v   -   v   -    -   vr  -  -
    deputy_general_director   ve  -      -        -      v   -   v   -    -   vr  -  -
    general_director          ve  -      -        -      v   -   v   -    -   vr  -  -
    municipal_officer         ve  -      -        -      v   -   v   -    -   vr  -  -
    mia_officer               ve  -      -        -      v   -   v   -    -   vr  -  -
    mlga_officer              ve  -      -        -      v   -   v   -    -   vr  -  -
    osce_monitor              ve  -      -        -      v   -   v   -    -   vr  -  -
    administrator             ve  vganc  vganitc  vgano  ve  ve  vr  vcr  vr  vr  -  v
    chair                     ve  -      -        -      v   -   v   -    -   vr  -  -
    deputy                    ve  -      -        -      v   -   v   -    -   vr  -  -
    secretary                 ve  -      -        -      v   -   v   -    -   vr  -  -
    member                    ve  -      -        -      v   -   v   -    -   vr  -  -
    observer                  ve  -      -        -      v   -   v   -    -   vr  -  -
    police                    ve  -      -        -      v   -   v   -    -   vr  -  -
    every role, ended         ve  -      -        -      v   -   v   -    -   vr  -  -
    every role, to come       ve  -      -        -      v   -   v   -    -   vr  -  -
    every place, elsewhere    ve  -      -        -      v   -   v   -    -   vr  -  -
    every office, ended       ve  -      -        -      v   -   v   -    -   vr  -  -
    every office, to come     ve  -      -        -      v   -   v   -    -   vr  -  -
    every office, elsewhere   ve  -      -        -      v   -   v   -    -   vr  -  -
""")


def own_and_others(user):
    """Return a row for each column of the table."""
    append_event("committee.edit", by=None)
    owner = user if user.is_authenticated else UserFactory()
    other = RoleGrantFactory(osce_monitor=True)
    return {
        "own": owner,
        "account": other.user,
        "invited": invited(),
        "closed": UserFactory(is_active=False),
        "own grant": RoleGrantFactory(mia_officer=True, user=owner, until_on=TODAY.replace(day=1)),
        "grant": other,
        "own wait": waiting(user=owner),
        "waits": waiting(),
        "given": waiting(given_by=owner),
        "my key": ApiTokenFactory(user=owner),
        "key": ApiTokenFactory(user=other.user),
        "event": AuditEvent.objects.latest("pk"),
    }


def waiting(**fields):
    """Return a grant that somebody gave and nobody has confirmed."""
    by = {"given_at": timezone.now(), "given_by": fields.pop("given_by", None) or UserFactory()}
    return RoleGrantFactory(mlga_officer=True, confirmed_at=None, **by, **fields)


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
    rows = own_and_others(user)
    assert {column: rights(user, row, LETTERS[column]) for column, row in rows.items()} == expected


@pages_of(TABLE)
def test_pages_and_writing(signed_in, name, expected):
    client = signed_in(name)
    rows = own_and_others(client.user)
    account, grant = rows["account"], rows["grant"]
    pages = [
        reverse("accounts:list"),
        reverse("accounts:create"),
        reverse("accounts:detail", args=[account.pk]),
        reverse("accounts:role-give", args=[account.pk]),
        reverse("accounts:role-end", args=[grant.pk]),
    ]
    wanted = "administers" if "g" in expected["account"] else "refused"
    for url in pages:
        response = client.get(url)
        if not client.user.is_authenticated:
            assert response.url.startswith(reverse("account_login"))
        elif wanted == "refused":
            assert response.status_code == 403
            assert "Only administrators open this page" in response.content.decode()
        elif url != reverse("accounts:create"):
            text = response.content.decode()
            assert account.email in text or account.get_full_name() in text, url
    client.post(pages[3], {"role": "mlga_officer", "from_on": "2026-06-01"})
    client.post(pages[4], {"until_on": "2026-12-31"})
    client.post(pages[1], {"email": "new@example.org", "language": "sq"})
    revoke = [
        client.post(reverse("accounts:token-revoke", args=[rows[column].pk]))
        for column in ("my key", "key")
    ]
    assert len(revoke) == 2
    grant.refresh_from_db()
    assert {
        "given": account.grants.filter(role="mlga_officer").exists(),
        "ended": grant.until_on is not None,
        "made": User.objects.filter(email="new@example.org").exists(),
    } == dict.fromkeys(("given", "ended", "made"), wanted == "administers")
    revoked = {
        column: ApiToken.objects.get(pk=rows[column].pk).revoked_on is not None
        for column in ("my key", "key")
    }
    assert revoked == {column: "r" in expected[column] for column in revoked}


def test_another_key_does_not_exist(client, world):
    sign_in_anew(client, UserFactory())
    response = client.get(reverse("accounts:token-revoke", args=[ApiTokenFactory().pk]))
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
