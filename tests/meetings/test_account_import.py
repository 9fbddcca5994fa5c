"""Accounts from a file: many invitations at once, with every bad row named."""

import re

import pytest
from django.urls import reverse

from accounts.models import RoleGrant, User
from audit.models import AuditEvent
from meetings.importing.run import import_file
from notices.models import Mail
from places.models import Municipality
from tests.anew import sign_in_anew
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.committees import CommitteeFactory, MembershipFactory
from tests.factories.places import PoliceStationFactory
from tests.meetings.test_import_page import upload
from tests.roles import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HEAD = "email,given_name,family_name,language,role,place,from_on,committee"


@pytest.fixture
def admin():
    return RoleGrantFactory(administrator=True, user__email="root@example.org").user


@pytest.fixture
def other_admin():
    return RoleGrantFactory(administrator=True, user__language="en").user


@pytest.fixture
def station():
    return PoliceStationFactory(code="stacioni", name_sq="Stacioni i Ri")


@pytest.fixture
def officer():
    place = Municipality.objects.get(code="20")
    return RoleGrantFactory(municipal_officer=True, municipality=place).user


@pytest.fixture
def council(officer):
    return CommitteeFactory(kksb=True, municipality=officer.grants.get().municipality)


def load(by, *rows, **how):
    text = "\n".join([HEAD, *rows])
    return import_file("accounts", "accounts.csv", text.encode(), user=by, **how)


def problems(report):
    return [(problem.row, problem.column, problem.message) for problem in report.problems]


def test_file_makes_accounts_gives_roles_and_invites(admin, other_admin, station):
    report = load(
        admin,
        "dea@example.org,Dea,Re,sr-latn,station_officer,Stacioni i ri,2026-06-01,",
        "agim@example.org,Agim,Ri,,station_commander,stacioni,,",
        "ora@example.org,Ora,Re,en,,,,",
    )
    assert (report.new, report.problems) == (3, [])
    dea, agim, ora = (
        User.objects.get(email=f"{name}@example.org") for name in ("dea", "agim", "ora")
    )
    assert (dea.language, dea.get_full_name(), dea.invited_by) == ("sr-latn", "Dea Re", admin)
    grant = agim.grants.get()
    assert (grant.station, grant.from_on, grant.is_waiting) == (station, TODAY, True)
    assert dea.grants.get().is_in_force(TODAY)
    assert not ora.grants.exists()
    assert Mail.objects.filter(has_secret=True).count() == 3
    assert Mail.objects.filter(to=other_admin).count() == 1
    actions = AuditEvent.objects.values_list("action", flat=True)
    assert {"account.make", "account.invite", "role.give", "import.accounts"} <= set(actions)


def test_administrators_are_asked_once_for_all_that_waits(admin, other_admin):
    rows = [f"u{n}@example.org,Dea,Re{n},,osce_monitor,,," for n in range(3)]
    load(admin, *rows)
    mail = Mail.objects.get(to=other_admin)
    assert mail.subject == "Roles wait to be confirmed"
    assert "2 further roles from the same file wait as well." in mail.text
    assert reverse("accounts:roles-confirm") in mail.text


def test_rehearsal_writes_nothing(admin):
    report = load(admin, "dea@example.org,Dea,Re,,osce_monitor,,,", dry_run=True)
    assert report.new == 1
    assert not User.objects.filter(email="dea@example.org").exists()
    assert not Mail.objects.exists()
    assert not AuditEvent.objects.filter(action__startswith="account.").exclude(actor="").exists()


def test_second_load_does_nothing_twice(admin, station):
    rows = [
        "dea@example.org,Dea,Re,,station_officer,stacioni,2026-06-01,",
        "ora@example.org,Ora,Re,,,,,",
    ]
    load(admin, *rows)
    mails = Mail.objects.count()
    report = load(admin, *rows)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)
    assert (RoleGrant.objects.filter(role="station_officer").count(), Mail.objects.count()) == (
        1,
        mails,
    )


def test_account_that_is_there_gets_the_role_and_keeps_its_name(admin):
    user = UserFactory(email="dea@example.org", first_name="Deana")
    report = load(admin, "dea@example.org,Dea,Re,,osce_monitor,,,")
    assert (report.new, report.changed) == (0, 1)
    user.refresh_from_db()
    assert (user.first_name, user.grants.get().role) == ("Deana", "osce_monitor")


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("dea.example.org,Dea,Re,,,,,", "email", "no e-mail address"),
        ("dea@example.org,,Re,,,,,", "given_name", "must be filled"),
        ("dea@example.org,Dea,Re,fr,,,,", "language", "use one of: sq, sr-latn, en"),
        ("dea@example.org,Dea,Re,,king,,,", "role", "use one of: station_commander"),
        ("dea@example.org,Dea,Re,,station_officer,,,", "place", "write here a police station"),
        (
            "dea@example.org,Dea,Re,,station_officer,Askund,,",
            "place",
            "write here a police station",
        ),
        ("dea@example.org,Dea,Re,,osce_monitor,Prizren,,", "place", "leave this empty"),
        ("dea@example.org,Dea,Re,,municipal_officer,Askund,,", "place", "no municipality has"),
        ("dea@example.org,Dea,Re,,osce_monitor,,31.02.2026,", "from_on", "give a date"),
        ("root@example.org,Dea,Re,,osce_monitor,,,", "email", "nobody gives a role to themselves"),
        ("closed@example.org,Dea,Re,,osce_monitor,,,", "email", "is closed"),
        ("dea@example.org,Dea,Re,,general_director,,,", "role", "has this role already"),
        ("dea@example.org,Dea,Re,,,,,kksb:99", "committee", "no municipality has"),
    ],
)
def test_bad_row_is_named_with_its_reason(admin, row, column, said):
    UserFactory(email="closed@example.org", is_active=False)
    RoleGrantFactory(general_director=True)
    [(number, where, message)] = problems(load(admin, row))
    assert (number, where) == (2, column)
    assert said in message
    assert not User.objects.filter(email="dea@example.org").exists()


def test_same_person_twice_is_said_with_both_rows(admin, station):
    found = problems(
        load(
            admin,
            "dea@example.org,Dea,Re,,station_officer,stacioni,,",
            "DEA@example.org,Dea,Re,,osce_monitor,,,",
            "d.re@example.org,Dea,Re,,station_officer,stacioni,,",
            "a@example.org,Agim,Ri,,station_commander,stacioni,,",
            "b@example.org,Besim,Ri,,station_commander,stacioni,,",
        )
    )
    assert [(row, message[:17]) for row, _column, message in found] == [
        (3, "this repeats row "),
        (4, "this repeats row "),
        (6, "this repeats row "),
    ]


def test_members_of_a_committee_are_tied_by_their_names(officer, council):
    member = MembershipFactory(
        committee=council, person__given_name="Dea", person__family_name="Çelaj"
    )
    report = load(officer, "dea@example.org,dea,Celaj,,,,,kksb:20")
    assert (report.new, report.problems) == (1, [])
    member.person.refresh_from_db()
    assert member.person.user.email == "dea@example.org"
    assert load(officer, "dea@example.org,dea,Celaj,,,,,kksb:20").unchanged == 1


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("dea@example.org,Nobody,Here,,,,,kksb:20", "family_name", "nobody of this name"),
        ("dea@example.org,Ora,Re,,,,,kksb:20", "family_name", "several of this name"),
        ("dea@example.org,Agim,Ri,,,,,kksb:20", "email", "has the account agim@example.org"),
        ("agim@example.org,Dea,Re,,,,,kksb:20", "email", "is the address of Agim Ri"),
        ("dea@example.org,Sani,Ri,,,,,kksb:20", "committee", "committees that you do not keep"),
        ("dea@example.org,Dea,Re,,,,,kksb:01", "committee", "not among the committees you keep"),
        ("dea@example.org,Dea,Re,,,,,", "role", "give a role, or the committee"),
        ("dea@example.org,Dea,Re,,osce_monitor,,,", "role", "you give no such role"),
        ("monitor@example.org,Dea,Re,,osce_monitor,,,", "role", "you give no such role"),
    ],
)
def test_officer_invites_the_people_of_own_rosters_only(officer, council, row, column, said):
    CommitteeFactory(kksb=True, municipality=Municipality.objects.get(code="01"))
    RoleGrantFactory(osce_monitor=True, user__email="monitor@example.org")
    for given, family in (
        ("Dea", "Re"),
        ("Ora", "Re"),
        ("Ora", "Re"),
        ("Agim", "Ri"),
        ("Sani", "Ri"),
    ):
        seat = MembershipFactory(
            committee=council, person__given_name=given, person__family_name=family
        )
        if given == "Agim":
            seat.person.user = UserFactory(email="agim@example.org")
            seat.person.save()
        if given == "Sani":
            MembershipFactory(person=seat.person)
    [(_row, where, message)] = problems(load(officer, row))
    assert (where, said in message) == (column, True), message


def test_headquarters_invites_to_stations_and_regions(client, station):
    user = RoleGrantFactory(community_policing=True).user
    good = "dea@example.org,Dea,Re,,station_officer,stacioni,,"
    bad = "ora@example.org,Ora,Re,,osce_monitor,,,"
    assert [(row, column) for row, column, _said in problems(load(user, good, bad))] == [
        (3, "role")
    ]
    sign_in_anew(client, user)
    page = client.get(reverse("meetings:import"))
    assert list(page.context["kinds"]) == ["accounts"]
    assert client.get(reverse("meetings:import-template", args=["meetings"])).status_code == 404


def test_nobody_loads_accounts_without_a_name():
    [(_row, _column, message)] = problems(load(None, "dea@example.org,Dea,Re,,,,,"))
    assert "name them with --by" in message


def test_page_lists_the_bad_rows_and_loads_the_good_ones(client, admin):
    sign_in_anew(client, admin)
    rows = [f"u{number}@example.org,Dea,Re{number},,osce_monitor,,," for number in range(8)]
    rows[3] = "u3.example.org,Dea,Re3,,osce_monitor,,,"
    rows[6] = "u6@example.org,Dea,Re6,,king,,,"
    text = "\n".join([HEAD, *rows])
    preview = upload(client, reverse("meetings:import"), text, kind="accounts")["Location"]
    page = client.get(preview).text
    assert "Load the 6 rows without a mistake" in re.sub(r"\s+", " ", page)
    assert [number for number in (5, 8) if f"Row {number}" in page] == [5, 8]
    client.post(preview)
    assert not User.objects.filter(email="u0@example.org").exists()
    answer = client.post(preview, {"leave_out": "1"}, follow=True)
    said = " ".join(map(str, answer.context["messages"]))
    assert "New: 6" in said
    assert "2 rows were left out." in said
    assert User.objects.filter(email__startswith="u").count() == 6
    rows[3], rows[6] = (
        f"u{number}@example.org,Dea,Re{number},,osce_monitor,,," for number in (3, 6)
    )
    preview = upload(client, reverse("meetings:import"), "\n".join([HEAD, *rows]), kind="accounts")
    report = client.get(preview["Location"]).context["report"]
    assert (report.new, report.unchanged, report.problems) == (2, 6, [])
    client.post(preview["Location"])
    assert Mail.objects.filter(has_secret=True).count() == 8


def test_page_asks_for_the_password_anew(client, admin):
    client.force_login(admin)
    text = f"{HEAD}\nu@example.org,Dea,Re,,osce_monitor,,,"
    preview = upload(client, reverse("meetings:import"), text, kind="accounts")["Location"]
    for send in (client.get, client.post):
        assert send(preview)["Location"].startswith(reverse("account_reauthenticate"))
    assert not User.objects.filter(email="u@example.org").exists()


def test_other_kinds_leave_nothing_out(client, officer, council):
    sign_in_anew(client, officer)
    text = "external_id,committee,date\nA1,kksb:20,2023-05-24\nA2,kksb:20,soon\n"
    preview = upload(client, reverse("meetings:import"), text)["Location"]
    assert "leave_out" not in client.get(preview).text
    page = client.post(preview, {"leave_out": "1"})
    assert page.context["report"].problems
    assert not council.meetings.exists()
