"""Who reads numbers of declarations, what is frozen of them, and that it never changes."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from audit.models import AuditEvent
from places.models import Community, Municipality
from reports.models import CountedPerson, DeclaredTable
from tests.factories.reports import DeclaredTableFactory, EditionFactory
from tests.roles import NAMES, rights, rows_of, truth_table

pytestmark = pytest.mark.django_db
PAGE = "/en/figures/declared/"
ASKED = {"kind": "kksb", "purpose": "Yearly report on the councils"}
MONITORS = {"osce_monitor"}
# v: view; a table whose edition is in review, and one whose edition is out.
TABLE = truth_table("""
    in_review  out
    anonymous                -  v
    account                  -  v
    station_commander        -  v
    station_officer          -  v
    station_commander nearby  -  v
    regional_director        -  v
    community_policing       v  v
    deputy_general_director  -  v
    general_director         -  v
    municipal_officer        -  v
    mia_officer              v  v
    mlga_officer             v  v
    osce_monitor             v  v
    administrator            -  v
    chair                    -  v
    deputy                   -  v
    secretary                -  v
    member                   -  v
    observer                 -  v
    police                   -  v
    every role, ended        -  v
    every role, to come      -  v
    every place, elsewhere   -  v
    every office, ended      -  v
    every office, to come    -  v
    every office, elsewhere  -  v
""")


@rows_of(TABLE)
def test_policy_of_the_table(world, name, expected):
    user = world.person(name)
    for year, (state, letters) in enumerate(expected.items(), start=2021):
        edition = EditionFactory(year=year, **{state: True})
        row = DeclaredTableFactory(year=year, frozen_at=edition.cut_off)
        assert rights(user, row, {"v": "view"}) == letters, state


@pytest.mark.parametrize("name", NAMES)
def test_only_monitors_ask_and_nobody_without_a_trace(signed_in, name):
    client = signed_in(name)
    for answer in (client.get(PAGE), client.post(PAGE, ASKED)):
        if name == "anonymous":
            assert answer.status_code == 302
            assert answer.url.startswith(reverse("account_login"))
        else:
            assert answer.status_code == (200 if name in MONITORS else 403)
    read = AuditEvent.objects.filter(action="protected.read")
    assert read.count() == (name in MONITORS)


class TestMonitor:
    @pytest.fixture
    def councils(self, make, members):
        """Two councils of a large region and one of another, in which three sit."""
        first, second, third = (make.council(code) for code in ("20", "17", "05"))
        members(first, *["albanian"] * 8, "turkish", "-", None)
        members(second, *["albanian"] * 10, "serb", "")
        members(third, "gorani", "bosniak", None)

    @pytest.fixture
    def page(self, client, monitor, councils):
        client.force_login(monitor)
        return client.post(PAGE, ASKED)

    def test_numbers_by_region_with_the_answer_rate_first(self, page):
        table = page.context["tables"][0]
        country = table["lines"][0]
        assert (country["members"], country["answered"], country["percent"]) == (26, 22, 85)
        assert dict(zip(table["columns"], country["numbers"], strict=True)) == {
            "Albanians": 18,
            "Serbs": 1,
            "Turks": 1,
            "Bosniaks": 1,
            "Gorani": 1,
            "prefers not to say": 1,
            "not declared": 3,
        }
        head = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page.content.decode())
        assert head[:3] == ["Area", "Answer rate", "Members"]
        assert all(line["members"] >= 10 for line in table["lines"])
        assert "85 %" in page.content.decode()
        assert "no-store" in page["Cache-Control"]

    def test_no_council_and_no_municipality_is_named(self, page):
        text = page.content.decode().split("<main", 1)[1]
        # Regions are named after their seats; nothing below them is there.
        for code in ("05", "11", "25"):
            assert Municipality.objects.get(code=code).name_en not in text
        assert page.context["tables"][0]["lines"][1:] != []

    def test_reading_is_noted_with_purpose_and_filter_but_no_number(self, page, monitor):
        [event] = AuditEvent.objects.filter(action="protected.read")
        assert (event.actor, event.detail) == (monitor.email, ASKED)

    @pytest.mark.parametrize("purpose", ["", "too short"])
    def test_without_a_purpose_nothing_is_read_and_nothing_typed_is_lost(
        self, client, monitor, councils, purpose
    ):
        client.force_login(monitor)
        page = client.post(PAGE, ASKED | {"purpose": purpose, "kind": "klsp"})
        assert page.context["form"].errors.keys() == {"purpose"}
        assert page.context["form"]["kind"].value() == "klsp"
        assert "tables" not in page.context
        assert not AuditEvent.objects.filter(action="protected.read").exists()

    def test_fewer_than_ten_members_are_not_counted(self, client, monitor, make, members):
        members(make.council("20"), *["albanian"] * 9)
        client.force_login(monitor)
        page = client.post(PAGE, ASKED)
        assert page.context["tables"] == []
        assert "fewer than ten members" in page.content.decode()

    @pytest.mark.parametrize("extra", [0, 30])
    def test_number_of_queries_does_not_grow(
        self, client, monitor, councils, make, members, extra, django_assert_max_num_queries
    ):
        members(make.council("11"), *["serb"] * extra)
        client.force_login(monitor)
        with django_assert_max_num_queries(22):
            client.post(PAGE, ASKED)


@pytest.mark.parametrize("name", ["anonymous", "administrator", "osce_monitor"])
def test_methodology_says_what_is_not_published(signed_in, name):
    text = signed_in(name).get("/en/figures/methodology/").content.decode()
    section = re.search(r'<h2 id="not-published">.*?</section>', text, re.S)[0]
    assert "at least 10 of these members" in section
    assert "up to about 85 %. It says neither of what nor of when" in section
    assert (f'href="{PAGE}"' in section) is (name in MONITORS)


class TestYearlyTable:
    def test_is_frozen_with_the_edition_and_never_again(self, make, members, publish):
        council = make.council("20")
        members(council, *["albanian"] * 23, *["serb"] * 12, *["roma"] * 2, *["turkish"] * 9, None)
        publish()
        table = DeclaredTable.objects.get()
        community = table.content["questions"]["community"]
        assert table.content["members"] == 47
        assert (community["answered"], community["cells"]) == (45, {"albanian": 20, "serb": 10})
        assert community["names"]["serb"]["sq"] == Community.objects.get(code="serb").name_sq
        assert table.content["questions"]["religion"]["cells"] == {}
        members(council, *["serb"] * 30)
        publish(reason="Korrigjim")
        assert DeclaredTable.objects.get().content == table.content
        assert CountedPerson.objects.count() == 47
        [event] = AuditEvent.objects.filter(action="protected.read")
        assert event.detail["purpose"] == "table of the year, after disclosure control"

    def test_a_person_is_counted_once_and_few_wait(self, make, members, publish):
        council = make.council("20")
        members(council, *["albanian"] * 20, *["serb"] * 10)
        publish(2023)
        late = members(council, *["serb"] * 19, since=2024)
        publish(2024)
        members(council, *["albanian"] * 11, since=2025)
        publish(2025)
        made = {row.year: row.content for row in DeclaredTable.objects.all()}
        assert made[2024]["questions"] == {}
        assert [made[year]["members"] for year in (2023, 2024, 2025)] == [30, 19, 30]
        assert made[2025]["questions"]["community"]["cells"] == {"albanian": 10, "serb": 15}
        assert CountedPerson.objects.get(person=late[0]).table.year == 2025

    def test_who_was_counted_under_another_row_is_counted(self, make, members, publish):
        council = make.council("20")
        first = members(council, *["albanian"] * 30)
        publish(2024)
        new = members(council, *["serb"] * 30, since=2025)
        type(new[0]).objects.filter(pk=first[0].pk).update(merged_into=new[0])
        publish(2025)
        assert DeclaredTable.objects.get(year=2025).content["members"] == 29

    def test_page_shows_it_once_published(self, client, make, members, publish):
        members(make.council("20"), *["albanian"] * 23, *["serb"] * 12, "roma")
        edition = publish()
        text = client.get(edition.get_absolute_url()).content.decode()
        section = re.search(r'aria-labelledby="declared".*?</section>', text, re.S)[0]
        assert "at least 97 %" in section
        assert "(at least 35 of 36)" in section
        assert "Hidden (small numbers)" in section

    def test_database_refuses_to_change_it(self):
        row = DeclaredTableFactory()
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            DeclaredTable.objects.filter(pk=row.pk).update(content={})
        if connection.vendor == "postgresql":
            with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
                row.delete()
