"""Who reads numbers of declarations, what is frozen of them, and that it never changes."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from audit.models import AuditEvent
from places.models import Community
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
    def council(self, make, members):
        council = make.council("20")
        answers = [*["albanian"] * 23, *["serb"] * 12, *["roma"] * 2, *["turkish"] * 9]
        members(council, *answers, *[None] * 10)
        return council

    def ask(self, client, monitor, **changed):
        client.force_login(monitor)
        return client.post(PAGE, ASKED | changed)

    def test_is_shown_the_tables_that_were_made_and_no_other(
        self, client, monitor, council, publish
    ):
        assert "No table of this kind was made yet" in self.ask(client, monitor).text
        publish()
        page = self.ask(client, monitor)
        assert [table.year for table in page.context["tables"]] == [2025]
        [community] = page.context["tables"][0].questions[:1]
        assert community["cells"] == [("Albanians", 20), ("Serbs", 10)]
        assert "no-store" in page["Cache-Control"]

    def test_two_readings_around_an_appointment_are_the_same(
        self, client, monitor, council, publish, members, make
    ):
        """Exact counts of the day told what each newcomer had declared, and of cells of one."""
        publish()
        before = self.ask(client, monitor).context["tables"]
        shown = [table.questions for table in before]
        members(council, "gorani", since=2020)
        members(make.council("05"), "bosniak", "gorani")
        after = self.ask(client, monitor)
        assert [table.questions for table in after.context["tables"]] == shown
        for name in ("Gorani", "Bosniaks", "Roma"):
            assert name not in after.text.split("<main", 1)[1]

    def test_reading_is_noted_with_purpose_and_filter_but_no_number(self, client, monitor, council):
        self.ask(client, monitor)
        [event] = AuditEvent.objects.filter(action="protected.read")
        assert (event.actor, event.detail) == (monitor.email, ASKED)

    @pytest.mark.parametrize("purpose", ["", "too short"])
    def test_without_a_purpose_nothing_is_read_and_nothing_typed_is_lost(
        self, client, monitor, purpose
    ):
        page = self.ask(client, monitor, purpose=purpose, kind="klsp")
        assert page.context["form"].errors.keys() == {"purpose"}
        assert page.context["form"]["kind"].value() == "klsp"
        assert "tables" not in page.context
        assert not AuditEvent.objects.filter(action="protected.read").exists()


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
        answers = [*["albanian"] * 23, *["serb"] * 12, *["roma"] * 2, *["turkish"] * 9]
        members(council, *answers, *[None] * 5)
        publish()
        table = DeclaredTable.objects.get()
        community = table.content["questions"]["community"]
        assert table.content["members"] == 51
        assert (community["answered"], community["cells"]) == (45, {"albanian": 20, "serb": 10})
        assert community["names"]["serb"]["sq"] == Community.objects.get(code="serb").name_sq
        assert table.content["questions"]["religion"]["cells"] == {}
        members(council, *["serb"] * 30)
        publish(reason="Korrigjim")
        assert DeclaredTable.objects.get().content == table.content
        assert CountedPerson.objects.count() == 51
        [event] = AuditEvent.objects.filter(action="protected.read")
        assert event.detail["purpose"] == "table of the year, after disclosure control"

    def test_a_person_is_counted_once_and_few_wait(self, make, members, publish):
        council = make.council("20")
        members(council, *["albanian"] * 20, *["serb"] * 10)
        publish(2023)
        late = members(council, *["serb"] * 15, *[None] * 4, since=2023)
        publish(2024)
        members(council, *["albanian"] * 11, *[None] * 2, since=2024)
        publish(2025)
        made = {row.year: row.content for row in DeclaredTable.objects.all()}
        assert made[2024]["questions"] == {}
        assert [made[year]["members"] for year in (2023, 2024, 2025)] == [30, 19, 32]
        assert made[2025]["questions"]["community"]["cells"] == {"albanian": 10, "serb": 15}
        assert CountedPerson.objects.get(person=late[0]).table.year == 2025

    def test_whoever_came_within_the_year_waits(self, make, members, publish):
        """Else somebody who seats nineteen people learns what the twentieth declared."""
        council = make.council("20")
        members(council, *["albanian"] * 9, *["serb"] * 15, *[None] * 10, since=2023)
        members(council, "albanian", since=2025)
        publish()
        assert DeclaredTable.objects.get().content["members"] == 34

    def test_members_of_one_body_make_none(self, make, declare, publish):
        council = make.council("20")
        for code in [*["albanian"] * 30, *["serb"] * 30]:
            declare(make.member(council).person, code)
        publish()
        assert DeclaredTable.objects.get().content["questions"] == {}

    def test_who_was_counted_under_another_row_is_counted(self, make, members, publish):
        council = make.council("20")
        first = members(council, *["albanian"] * 30)
        publish(2024)
        new = members(council, *["serb"] * 30, since=2024)
        type(new[0]).objects.filter(pk=first[0].pk).update(merged_into=new[0])
        publish(2025)
        assert DeclaredTable.objects.get(year=2025).content["members"] == 29

    def test_page_shows_it_once_published(self, client, make, members, publish):
        answers = [*["albanian"] * 23, *["serb"] * 12, "roma"]
        members(make.council("20"), *answers, *[None] * 5)
        edition = publish()
        text = client.get(edition.get_absolute_url()).content.decode()
        section = re.search(r'aria-labelledby="declared-2025".*?</section>', text, re.S)[0]
        assert "at least 85 %" in section
        assert "(at least 35 of 41)" in section
        assert "Hidden (small numbers)" in section

    def test_database_refuses_to_change_it(self):
        row = DeclaredTableFactory()
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            DeclaredTable.objects.filter(pk=row.pk).update(content={})
        if connection.vendor == "postgresql":
            with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
                row.delete()
