"""Who keeps, sees and ends views of the figures, and where a view can lead."""

from urllib.parse import quote

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from reports.forms import page_of
from reports.models import SavedView
from reports.permissions import roles_to_share_with
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.reports import SavedViewFactory
from tests.roles import names_every_action, pages_of, rights, rows_of, truth_table

LETTERS = {"v": "view", "e": "end", "r": "rename"}
# A view of whoever asks, one of somebody else, those of two roles, and an own one that was ended;
# then the roles for which views may be kept.
TABLE = truth_table("""
    own  another  monitors  commanders  ended  shares
    anonymous                -   -  -   -   -  -
    account                  ver  -  -   -   -  -
    station_commander        ver  -  -   v   -  -
    station_officer          ver  -  -   -   -  -
    station_commander nearby  ver  -  -  v   -  -
    regional_director        ver  -  -   -   -  -
    community_policing       ver  -  -   -   -  -
    deputy_general_director  ver  -  -   -   -  -
    general_director         ver  -  -   -   -  -
    municipal_officer        ver  -  -   -   -  -
    mia_officer              ver  -  -   -   -  -
    mlga_officer             ver  -  -   -   -  -
    osce_monitor             ver  -  ver  -   -  monitors
    administrator            ver  -  ver  ver  -  all
    chair                    ver  -  -   -   -  -
    deputy                   ver  -  -   -   -  -
    secretary                ver  -  -   -   -  -
    member                   ver  -  -   -   -  -
    observer  ver  -  -   -   -  -
    police                   ver  -  -   -   -  -
    every role, ended        ver  -  -   -   -  -
    every role, to come      ver  -  -   -   -  -
    every place, elsewhere   ver  -  -   v   -  -
    every office, ended      ver  -  -   -   -  -
    every office, to come    ver  -  -   -   -  -
    every office, elsewhere  ver  -  -   -   -  -
""")
SHARED = {"": [], "monitors": [Role.OSCE_MONITOR], "all": list(Role)}


def views_of(user):
    owner = user if user.is_authenticated else UserFactory()
    return {
        "own": SavedViewFactory(owner=owner),
        "another": SavedViewFactory(),
        "monitors": SavedViewFactory(role=Role.OSCE_MONITOR),
        "commanders": SavedViewFactory(role=Role.STATION_COMMANDER),
        "ended": SavedViewFactory(owner=owner, ended_at=timezone.now(), ended_by=owner),
    }


def address(path):
    return f"/en/figures/views/new/?address={quote(path)}"


def test_the_table_speaks_of_every_action():
    assert names_every_action(SavedView, LETTERS)


@rows_of(TABLE)
def test_policy(world, name, expected):
    user = world.person(name)
    found = {column: rights(user, row, LETTERS) for column, row in views_of(user).items()}
    assert found == {column: expected[column] for column in found}
    assert roles_to_share_with(user) == SHARED[expected["shares"]]


@pages_of(TABLE)
def test_pages(signed_in, name, expected):
    client = signed_in(name)
    rows = views_of(client.user)
    page = client.get("/en/figures/map/").content.decode()
    for column, view in rows.items():
        assert (view.name in page) is ("v" in expected[column]), column
    for column, view in rows.items():
        named = client.post(
            reverse("reports:view-rename", args=[view.pk]), {"name": f"My {column}"}
        )
        view.refresh_from_db()
        assert (view.name == f"My {column}") is ("r" in expected[column]), column
        response = client.post(reverse("reports:view-end", args=[view.pk]))
        assert named.status_code == response.status_code, column
        if not client.user.is_authenticated:
            assert response.url.startswith(reverse("account_login"))
        else:
            wanted = 302 if "e" in expected[column] else 403 if "v" in expected[column] else 404
            assert response.status_code == wanted, column
            assert wanted != 302 or response.url == view.get_absolute_url()
        view.refresh_from_db()
        assert (view.ended_by == client.user) is ("e" in expected[column] or column == "ended") or (
            not client.user.is_authenticated
        )


@pytest.mark.parametrize("role", ["osce_monitor", "administrator", "mia_officer"])
def test_a_role_is_offered_and_taken_only_where_it_may_be_shared(client, db, role):
    user = RoleGrantFactory(**{role: True}).user
    client.force_login(user)
    client.post(
        address("/en/figures/map/?year=2025"),
        {"name": "Map", "role": "osce_monitor", "address": "/en/figures/map/?year=2025"},
    )
    view = SavedView.objects.get()
    may = role != "mia_officer"
    assert (view.role, view.owner) == (("osce_monitor", None) if may else ("", user))
    client.post(
        address("/en/figures/"),
        {"name": "All", "role": "station_commander", "address": "/en/figures/"},
    )
    kept = SavedView.objects.filter(role="station_commander")
    assert kept.exists() is (role == "administrator")


def test_the_present_filters_are_kept_and_lead_back(client, db):
    user = UserFactory()
    client.force_login(user)
    path = "/en/figures/compare/?by=regions&year=2025&beside=2024"
    form = client.get(address(path)).content.decode()
    assert "by=regions&amp;year=2025&amp;beside=2024" in form
    response = client.post(address(path), {"name": "Dy vite", "address": path})
    assert response.url == path
    view = SavedView.objects.get()
    assert (view.page, view.owner, view.created_by) == ("reports:compare", user, user)
    page = client.get("/sq/figures/").content.decode()
    assert 'href="/sq/figures/compare/?by=regions&amp;year=2025&amp;beside=2024"' in page


def test_a_name_stands_once(client, db):
    user = UserFactory()
    client.force_login(user)
    old = SavedViewFactory(owner=user, name="Mine")
    typed = {"name": "Mine", "address": "/en/figures/"}
    page = client.post(address("/en/figures/"), typed).content.decode()
    assert "There is a view with this name already." in page
    client.post(reverse("reports:view-end", args=[old.pk]))
    client.post(address("/en/figures/"), typed)
    assert SavedView.objects.standing().get().name == "Mine"
    assert SavedView.objects.count() == 2


def test_a_view_is_given_another_name(client, db):
    user = UserFactory()
    client.force_login(user)
    view = SavedViewFactory(owner=user, name="Mine", page="reports:map", query="year=2025")
    SavedViewFactory(owner=user, name="Other")
    SavedViewFactory(name="Of somebody else")
    rename = reverse("reports:view-rename", args=[view.pk])
    assert rename in client.get("/en/figures/map/").text
    assert 'value="Mine"' in client.get(rename).text
    page = client.post(rename, {"name": "Other"}).text
    assert "There is a view with this name already." in page
    assert 'value="Other"' in page
    response = client.post(rename, {"name": "Of somebody else"})
    assert response.url == "/en/figures/map/?year=2025"
    view.refresh_from_db()
    assert (view.name, view.query) == ("Of somebody else", "year=2025")
    assert client.post(rename, {"name": "Of somebody else"}).status_code == 302


def test_who_gives_up_keeping_a_view_goes_back_to_its_page(client, db):
    client.force_login(UserFactory())
    page = client.get(address("/en/figures/map/?year=2025")).text
    assert '<a class="btn btn-link" href="/en/figures/map/?year=2025">' in page


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/en/figures/",
        "//evil.example/en/figures/",
        "/\\evil.example/en/figures/",
        "javascript:alert(1)",
        "http://[broken",
        "/en/accounts/logout/",
        "/en/figures/methodology/",
        "/en/nowhere/",
        "/en/figures/?" + "a" * 501,
        "",
    ],
)
def test_only_own_pages_of_figures_are_kept(client, db, path):
    assert page_of(path) is None
    client.force_login(UserFactory())
    assert client.get(address(path)).status_code == 404
    page = client.post(address(path), {"name": "Bad", "address": path}).content.decode()
    assert 'value="Bad"' in page
    assert not SavedView.objects.exists()


def test_a_page_is_known_in_every_language(db):
    for language in ("sq", "sr-latn", "en"):
        assert page_of(f"/{language}/figures/map/?a=1") == ("reports:map", "a=1")


@pytest.mark.parametrize("number", [1, 3])
def test_kept_views_cost_one_question(client, world, django_assert_num_queries, number):
    user = UserFactory()
    SavedViewFactory.create_batch(number, owner=user)
    client.force_login(user)
    client.get("/en/figures/map/")
    with django_assert_num_queries(21):
        response = client.get("/en/figures/map/?year=2025")
    assert len(response.context["saved_views"]) == number


@pytest.mark.parametrize("whose", [{"role": "osce_monitor"}, {}])
def test_the_database_holds_a_name_once(db, whose):
    view = SavedViewFactory(name="Once", **whose)
    again = whose or {"owner": view.owner}
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedViewFactory(name="Once", **again)
    SavedView.objects.update(ended_at=timezone.now(), ended_by=view.created_by)
    SavedViewFactory(name="Once", **again)
