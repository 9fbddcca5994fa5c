"""A person of the roster gets an account: made and invited, or the one that was there."""

from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from committees.actions import give_access, invite_again
from committees.choices import Office
from committees.models import Committee
from core.policy import may
from notices.models import Mail
from tests.accounts.test_invitations import enter, is_in, links
from tests.anew import sign_in_anew
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.committees import ContactFactory, MembershipFactory, PersonFactory
from tests.roles import TODAY, rows_of, truth_table

pytestmark = pytest.mark.django_db
DEA = {"email": "dea@example.org", "language": "sq"}

# Who gives access to a person of the council, of the local committee, of the council and of one
# elsewhere, to one who has an account (g), and who invites again whoever was invited (i).
TABLE = truth_table("""
    council  local  both  has account  invited
    anonymous                 -  -  -  -  -
    account                   -  -  -  -  -
    station_commander         -  -  -  -  -
    station_officer           -  -  -  -  -
    station_commander nearby  -  -  -  -  -
    regional_director         -  -  -  -  -
    community_policing        -  g  -  -  -
    deputy_general_director   -  -  -  -  -
    general_director          -  -  -  -  -
    municipal_officer         g  g  -  -  i
    mia_officer               -  -  -  -  -
    mlga_officer              -  -  -  -  -
    osce_monitor              -  -  -  -  -
    administrator             g  g  g  -  i
    chair                     -  -  -  -  -
    deputy                    -  -  -  -  -
    secretary                 -  -  -  -  -
    member                    -  -  -  -  -
    observer                  -  -  -  -  -
    police                    -  -  -  -  -
    every role, ended         -  -  -  -  -
    every role, to come       -  -  -  -  -
    every place, elsewhere    -  -  -  -  -
    every office, ended       -  -  -  -  -
    every office, to come     -  -  -  -  -
    every office, elsewhere   -  -  -  -  -
""")


def seated(*committees, **fields):
    person = PersonFactory(**fields)
    for committee in committees:
        MembershipFactory(committee=committee, person=person)
    return person


def persons(world):
    """Return a person for each column of the table."""
    elsewhere = MembershipFactory().seat.committee
    return {
        "council": seated(world.kksb),
        "local": seated(world.klsp),
        "both": seated(world.kksb, elsewhere),
        "has account": seated(world.kksb, user=UserFactory()),
        "invited": seated(world.kksb, user=UserFactory(password=None)),
    }


@rows_of(TABLE)
def test_who_gives_access(world, name, expected):
    user = world.person(name)
    letters = {"g": "give_access", "i": "invite_again"}
    found = {
        column: "".join(letter for letter, action in letters.items() if may(user, action, person))
        for column, person in persons(world).items()
    }
    assert found == expected


@pytest.fixture
def officer(world):
    return world.person("municipal_officer")


def page_of(person):
    membership = person.memberships.get()
    slug = membership.seat.committee.slug
    return reverse("committees:membership-access", args=[slug, membership.pk])


def test_secretary_is_invited_comes_in_and_keeps_the_council(client, officer, world):
    row = MembershipFactory(committee=world.kksb, office=Office.SECRETARY, from_on=TODAY)
    sign_in_anew(client, officer)
    answer = client.post(page_of(row.person), DEA, follow=True)
    assert "An invitation goes to dea@example.org." in answer.content.decode()
    row.person.refresh_from_db()
    account = row.person.user
    assert account.get_full_name() == str(row.person)
    assert not may(UserFactory(), "edit_members", world.kksb)
    assert Committee.objects.permitted(account, "edit_members").get() == world.kksb
    assert is_in(enter(links(account)[-1]))
    actions = AuditEvent.objects.filter(actor=officer.email).order_by("pk")
    assert [event.action for event in actions][-3:] == [
        "account.make",
        "account.invite",
        "person.give_access",
    ]


def test_account_that_is_there_is_tied_and_its_owner_told(client, officer, world):
    commander = UserFactory(email="dea@example.org")
    person = seated(world.kksb)
    sign_in_anew(client, officer)
    answer = client.post(
        page_of(person), {"email": "DEA@example.org", "language": "sq"}, follow=True
    )
    assert "has access with the account that was there" in answer.content.decode()
    person.refresh_from_db()
    assert person.user == commander
    assert "Your seats on committees were tied" in Mail.objects.get(to=commander).text
    assert User.objects.filter(email="dea@example.org").count() == 1


def test_account_that_waits_for_its_owner_is_tied_and_invited_again(officer, world):
    account = UserFactory(email="dea@example.org", password=None)
    give_access(seated(world.kksb), by=officer, **DEA)
    assert is_in(enter(links(account)[-1]))


def test_address_of_somebody_else_is_refused_with_who_has_it(client, officer, world):
    other = seated(world.kksb, user=UserFactory(email="dea@example.org"))
    person = seated(world.kksb)
    sign_in_anew(client, officer)
    answer = client.post(page_of(person), DEA)
    assert f"This is the address of {other} already" in answer.content.decode()
    person.refresh_from_db()
    assert person.user is None


def test_closed_account_is_not_opened_so(officer, world):
    UserFactory(email="dea@example.org", is_active=False)
    with pytest.raises(ValidationError, match="is closed"):
        give_access(seated(world.kksb), by=officer, **DEA)


def test_second_account_for_a_person_is_refused(officer, world):
    person = seated(world.kksb)
    give_access(person, by=officer, **DEA)
    with pytest.raises(PermissionDenied):
        give_access(person, email="another@example.org", language="sq", by=officer)


def test_page_invites_again_until_the_person_is_in(client, officer, world):
    person = seated(world.kksb)
    account = give_access(person, by=officer, **DEA)
    sign_in_anew(client, officer)
    assert "The link in the mail works until" in client.get(page_of(person)).content.decode()
    client.post(page_of(person), {"again": "1"})
    first, second = links(account)
    assert not is_in(enter(first))
    assert is_in(enter(second))
    person.refresh_from_db()
    with pytest.raises(PermissionDenied):
        invite_again(person, by=officer)


def test_chair_reads_whom_to_ask(client, world):
    sign_in_anew(client, world.person("chair"))
    person = seated(world.klsp)
    assert "can give access" in client.get(page_of(person)).content.decode()
    assert client.post(page_of(person), DEA).status_code == 409
    assert not User.objects.filter(email="dea@example.org").exists()


def test_administrator_gives_access_to_who_sits_on_four_committees(world):
    person = seated(*(MembershipFactory().seat.committee for _number in range(4)))
    admin = RoleGrantFactory(administrator=True).user
    account = give_access(person, by=admin, **DEA)
    assert account.person == person


def test_page_proposes_the_noted_address(client, officer, world):
    person = seated(world.kksb)
    ContactFactory(person=person, email="dea@example.org")
    sign_in_anew(client, officer)
    assert 'value="dea@example.org"' in client.get(page_of(person)).content.decode()


# Who says whose an account is (t): one that is nobody's, that of a station's commander, one's own,
# one that is somebody's, a closed one.
TIE = truth_table("""
    nobody's  commander's  own  somebody's  closed
    anonymous                 -  -  -  -  -
    account                   -  -  -  -  -
    station_commander         -  -  -  -  -
    station_officer           -  -  -  -  -
    station_commander nearby  -  -  -  -  -
    regional_director         -  -  -  -  -
    community_policing        -  t  -  -  -
    deputy_general_director   -  -  -  -  -
    general_director          -  -  -  -  -
    municipal_officer         -  -  -  -  -
    mia_officer               -  -  -  -  -
    mlga_officer              -  -  -  -  -
    osce_monitor              -  -  -  -  -
    administrator             t  t  -  -  -
    chair                     -  -  -  -  -
    deputy                    -  -  -  -  -
    secretary                 -  -  -  -  -
    member                    -  -  -  -  -
    observer                  -  -  -  -  -
    police                    -  -  -  -  -
    every role, ended         -  -  -  -  -
    every role, to come       -  -  -  -  -
    every place, elsewhere    -  -  -  -  -
    every office, ended       -  -  -  -  -
    every office, to come     -  -  -  -  -
    every office, elsewhere   -  -  -  -  -
""")


@rows_of(TIE)
def test_who_says_whose_an_account_is(world, name, expected):
    user = world.person(name)
    accounts = {
        "nobody's": UserFactory(),
        "commander's": RoleGrantFactory(station_commander=True).user,
        "own": user if user.is_authenticated else UserFactory(),
        "somebody's": PersonFactory(user=UserFactory()).user,
        "closed": UserFactory(is_active=False),
    }
    found = {column: "t" if may(user, "tie", row) else "" for column, row in accounts.items()}
    assert found == expected


@pytest.fixture
def admin(client):
    user = RoleGrantFactory(administrator=True).user
    sign_in_anew(client, user)
    return user


def tie_page(account, **query):
    address = reverse("committees:account-person", args=[account.pk])
    return f"{address}?{urlencode(query)}" if query else address


class TestAccountOfAPerson:
    def test_is_tied_from_its_own_page(self, client, admin, world):
        account = UserFactory(first_name="Dea", last_name="Re", email="dea@example.org")
        person = seated(world.kksb, given_name="Dea", family_name="Re")
        detail = reverse("accounts:detail", args=[account.pk])
        assert tie_page(account) in client.get(detail).content.decode()
        # The name of the account is looked for first.
        assert str(person) in client.get(tie_page(account)).content.decode()
        client.post(tie_page(account, q="re dea"), {"person": person.pk})
        person.refresh_from_db()
        assert person.user == account
        assert "This is Dea Re on the roster." in client.get(detail).content.decode()
        assert "Your seats on committees were tied" in Mail.objects.get(to=account).text
        # One account is never that of two.
        assert client.get(tie_page(account)).status_code == 403

    def test_headquarters_finds_whom_it_vouches_for(self, client, world):
        """The register of the local committees is theirs, and that of the councils is not."""
        sign_in_anew(client, world.person("community_policing"))
        name = {"given_name": "Dea", "family_name": "Re"}
        local = seated(world.klsp, **name)
        seated(world.kksb, **name)
        account = RoleGrantFactory(station_commander=True).user
        page = client.get(tie_page(account, q="Dea"))
        assert [key for key, _label in page.context["form"].fields["person"].choices] == [
            str(local.pk)
        ]
        client.post(tie_page(account, q="Dea"), {"person": local.pk})
        local.refresh_from_db()
        assert local.user == account

    def test_two_of_one_name_are_told_apart(self, client, admin, world):
        name = {"given_name": "Dea", "family_name": "Re"}
        here = MembershipFactory(committee=world.kksb, person=PersonFactory(**name))
        there = MembershipFactory(person=PersonFactory(**name), chair=True)
        page = client.get(tie_page(UserFactory(), q="Dea Re"))
        labels = [label for _key, label in page.context["form"].fields["person"].choices]
        assert len(set(labels)) == 2
        for row, label in zip((here, there), labels, strict=True):
            body = row.seat.committee
            for said in (body.name, body.municipality.name, row.seat.name):
                assert said.lower() in label.lower()

    def test_person_with_an_account_is_refused_with_who_has_it(self, client, admin, world):
        person = seated(world.kksb, user=UserFactory(email="dea@example.org"))
        account = UserFactory()
        page = client.post(tie_page(account, q=str(person)), {"person": person.pk})
        assert f"{person} has an account already: dea@example.org." in page.content.decode()
        person.refresh_from_db()
        assert person.user.email == "dea@example.org"

    def test_nobody_is_found_of_a_name_that_nobody_has(self, client, admin):
        page = client.get(tie_page(UserFactory(), q="Askush")).content.decode()
        assert "Nobody of this name is on a roster that you keep." in page
        assert client.get(tie_page(UserFactory(), q="a " * 20)).status_code == 200

    def test_of_many_the_first_are_shown(self, client, admin, world):
        for _ in range(21):
            seated(world.kksb, given_name="Dea", family_name="Re")
        page = client.get(tie_page(UserFactory(), q="Dea"))
        assert "There are more of this name." in page.content.decode()
        assert len(page.context["form"].fields["person"].choices) == 20
