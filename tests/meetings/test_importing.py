"""Bulk import: what the files may look like, what is refused, and what is stored."""

import datetime
import io
import re
from datetime import date

import openpyxl
import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from audit.models import AuditEvent
from committees.models import Committee, Contact, Membership, Person, Seat
from meetings.importing.kinds import KINDS
from meetings.importing.run import import_file
from meetings.models import CompensationReport, Meeting, WorkPlan
from places.models import Municipality
from tests.factories.accounts import RoleGrantFactory
from tests.factories.meetings import MeetingFactory, WorkPlanFactory

pytestmark = pytest.mark.django_db
# Spreadsheets know no time zones.
EVENING = datetime.datetime(2023, 5, 24, 18)  # noqa: DTZ001
MEETING = "external_id,committee,date\n"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2024, 6, 15, 10, tzinfo=datetime.UTC), tick=False):
        yield


def load(kind, text, *, name="file.csv", **options):
    content = text if isinstance(text, bytes) else text.encode()
    return import_file(kind, name, content, **options)


def stored(kind, text, **options):
    report = load(kind, text, **options)
    assert report.problems == []
    return report


def said(report):
    """Return (row, column) of each problem."""
    return [(problem.row, problem.column) for problem in report.problems]


def message(report):
    [problem] = report.problems
    return str(problem)


def workbook(*rows, formats=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, number_format in (formats or {}).items():
        book.active[place].number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def counts():
    """Return how many rows each table holds."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def officer(code):
    place = Municipality.objects.get(code=code)
    return RoleGrantFactory(municipal_officer=True, municipality=place).user


# What a file may look like


@pytest.mark.parametrize(
    "text",
    [
        "external_id,committee,date,topics\nA1,kksb:20,2023-05-24,a; b\n",
        "\ufeffexternal_id,committee,date,topics\r\nA1,kksb:20,2023-05-24,a; b\r\n",
        'external_id;committee;date;topics\nA1;kksb:20;2023-05-24;"a; b"\n',
        "External_ID*, Committee* ,date*,topics,\n\n A1 , kksb:20 ,24.05.2023,a; b,\n",
    ],
    ids=["commas", "BOM and CRLF", "semicolons", "stars, blanks, dotted date"],
)
def test_csv_variants_say_the_same(councils, text):
    stored("meetings", text)
    meeting = Meeting.objects.get(external_id="A1")
    assert (meeting.starts_on, meeting.precision) == (date(2023, 5, 24), "day")
    assert [item.title for item in meeting.agenda.all()] == ["a", "b"]


def test_xlsx_keeps_dates_and_numbers_as_the_sheet_shows_them(councils):
    content = workbook(
        ["external_id", "committee", "date", "number_in_year", "incident_discussed"],
        [101, "kksb:20", date(2023, 5, 24), 3.0, True],
        ["102", "kksb:17", date(2023, 5, 1), "4", "no"],
        ["103", "kksb:17", 2023, None, None],
        formats={"C3": "mmm yyyy"},
    )
    stored("meetings", content, name="meetings.xlsx")
    rows = Meeting.objects.order_by("external_id").values_list(
        "external_id", "starts_on", "precision", "number_in_year", "incident_discussed"
    )
    assert list(rows) == [
        ("101", date(2023, 5, 24), "day", 3, True),
        ("102", date(2023, 5, 1), "month", 4, False),
        ("103", date(2023, 1, 1), "year", None, None),
    ]


@pytest.mark.parametrize(
    "place", ["20", "20.0", "Prizren", "prizreni", "PRIZREN"], ids=lambda text: text
)
def test_municipality_in_any_spelling(councils, place):
    stored("meetings", f"{MEETING}A1,kksb:{place},2023\n")
    assert Meeting.objects.get().committee == councils["20"]


@pytest.mark.parametrize("cell", ["2023-05-24", "24.5.2023", EVENING])
def test_full_dates_in_other_shapes(councils, cell):
    content = workbook(["external_id", "committee", "date"], ["A1", "kksb:20", cell])
    stored("meetings", content, name="a.xlsx")
    assert Meeting.objects.get().starts_on == date(2023, 5, 24)


def test_short_code_from_a_spreadsheet(reference):
    content = workbook(["kind", "municipality_code", "name_sq"], ["kksb", 3, "KKSB Drenas"])
    stored("committees", content, name="committees.xlsx")
    assert Committee.objects.get().municipality.code == "03"


def test_letters_typed_as_letter_and_mark_are_joined(councils):
    stored("meetings", f"{MEETING[:-1]},place\nA1,kksb:Peje\u0308,2023,Peje\u0308\n")
    assert Meeting.objects.get().place == "Pejë"


# What is refused


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b" \n\n", "empty"),
        ("a.xlsx", workbook([]), "empty"),
        ("a.csv", b"A1,kksb:20,2023\nA2,kksb:20,2023\n", "must name the columns"),
        ("a.csv", b"external_id,committee,date\n", "no rows"),
        ("a.csv", b"external_id,committee,date\nA1,kksb:20,2023,more\n", "more cells"),
        ("a.csv", b'external_id,committee,date\nA1,"kksb:20,2023\n', "quotation mark"),
        ("a.csv", "external_id,place\nA1,Pejë\n".encode("windows-1250"), "UTF-8"),
        ("a.csv", "external_id,place\nA1,Pejë\n".encode("utf-16"), "UTF-8"),
        ("a.csv", workbook(["external_id"]), "something else"),
        ("a.csv", b"%PDF-1.7\nexternal_id", "something else"),
        ("a.xlsx", b"external_id,committee,date\n", "something else"),
        ("a.xlsx", b"PK\x03\x04 and no more", "something else"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "not taken"),
        ("a.pdf", b"%PDF-1.7", "not taken"),
    ],
)
def test_unreadable_files_are_refused_in_words(councils, name, content, words):
    report = import_file("meetings", name, content)
    assert words in message(report)
    assert str(report.problems[0]).startswith(f"{name}: ")
    assert not Meeting.objects.exists()


def test_wrong_encoding_names_the_row(councils):
    report = load("meetings", f"{MEETING}A1,kksb:20,2023\nA2,kksb:Pejë,2023\n".encode("cp1250"))
    assert said(report) == [(3, "")]


def test_file_above_the_limit_is_refused(councils, settings):
    settings.UPLOAD_MAX_BYTES = 100
    assert "at most 100" in message(load("meetings", MEETING + "x" * 100))


def test_workbook_that_unpacks_beyond_the_limit_is_refused(councils, settings):
    content = workbook(["external_id"], *[["x" * 100]] * 2000)
    settings.UPLOAD_MAX_BYTES = len(content) + 1
    assert import_file("meetings", "a.xlsx", content).problems


def test_unknown_and_missing_columns_are_named(councils):
    report = load("meetings", "external_id,committee,when,weather\nA1,kksb:20,2023,fine\n")
    assert said(report) == [(1, "when"), (1, "weather"), (1, "date")]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("date", "2023-13"),
        ("date", "2023-02-30"),
        ("date", "45070"),
        ("date", "2024-07-01"),
        ("date", "2024-07"),
        ("date", ""),
        ("committee", "kksb:99"),
        ("committee", "kksb:Atlantis"),
        ("committee", "kksb:03"),
        ("committee", "klsp:20:Zhur"),
        ("committee", "nonsense"),
        ("kind", "party"),
        ("status", "convened"),
        ("number_in_year", "three"),
        ("number_in_year", "-1"),
        ("categories", "school_safety; dragons"),
        ("communities_affected", "everybody"),
        ("incident_discussed", "perhaps"),
        ("place", "x" * 201),
        ("place", "=1+1"),
        ("place", "@SUM(A1)"),
        ("topics", "+cmd|' /C calc'!A0"),
        ("topics", "#REF!"),
    ],
)
def test_bad_cell_is_named_with_what_would_be_right(councils, column, value):
    cells = {"external_id": "A1", "committee": "kksb:20", "date": "2023", column: value}
    report = load("meetings", f"{','.join(cells)}\n" + ",".join(f'"{c}"' for c in cells.values()))
    assert said(report) == [(2, column)]
    assert not Meeting.objects.exists()


def test_formula_of_a_workbook_is_refused(councils):
    content = workbook(["external_id", "committee", "date"], ["A1", "kksb:20", "=2000+23"])
    report = import_file("meetings", "a.xlsx", content)
    assert said(report) == [(2, "date")]
    assert "«=2000+23» – this is a formula" in message(report)


def test_signed_numbers_and_dashes_are_no_formulas(councils):
    stored(
        "meetings", f"{MEETING[:-1]},number_in_year,place,decisions\nA1,kksb:20,2023,+3,-5,- x\n"
    )
    assert Meeting.objects.get().number_in_year == 3


def test_every_bad_row_is_reported_at_once_and_nothing_stored(councils):
    report = load(
        "meetings",
        "external_id,committee,date,kind\n"
        "A1,kksb:20,2023,regular\n"
        "A2,kksb:99,2023-13,party\n"
        "A1,kksb:20,2024,regular\n"
        ",kksb:20,2023,regular\n"
        "A5,kksb:20,2023,regular,more\n",
    )
    assert said(report) == [
        (3, "committee"),
        (3, "date"),
        (3, "kind"),
        (4, "external_id"),
        (5, "external_id"),
        (6, "external_id"),
    ]
    assert "repeats row 2" in str(report.problems[3])
    assert not Meeting.objects.exists()


def test_message_names_file_row_column_value_and_remedy(councils):
    report = load("meetings", f"{MEETING}A1,kksb:20,2023-13\n", name="old.csv")
    assert message(report) == (
        "old.csv: row 2, column date: «2023-13» – give a date such as 2023-05-24, 2023-05 or 2023"
    )


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("9999-12-31", "give a day between the years 1990 and 2099"),
        ("0000", "give a day between the years 1990 and 2099"),
        ("31.12.2100", "give a day between the years 1990 and 2099"),
        ("1999-12-31", "before 2000 there was no such committee: look at the year again"),
    ],
)
def test_day_that_nobody_can_mean_is_told_as_in_forms(councils, cell, words):
    assert message(load("meetings", f"{MEETING}A1,kksb:20,{cell}\n")).endswith(words)


def test_committee_may_be_as_old_as_a_form_takes(reference):
    row = "kind,municipality_code,name_sq,established_on\nkksb,03,KKSB Drenas,1995-05-01\n"
    stored("committees", row)
    assert Committee.objects.get().established_on == date(1995, 5, 1)


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_report_can_be_made_in_every_language(councils, language):
    with translation.override(language):
        report = load("meetings", f"{MEETING}A1,kksb:20,2023-13\n")
        assert "2023-13" in message(report)


def test_planned_meeting_may_lie_in_the_future(councils):
    stored("meetings", f"{MEETING[:-1]},status\nA1,kksb:20,2024-12-01,planned\n")
    assert Meeting.objects.get().status == "planned"


def test_held_in_a_period_that_has_begun(councils):
    stored("meetings", f"{MEETING}A1,kksb:20,2024-06\nA2,kksb:20,2024\n")
    assert Meeting.objects.held().count() == 2


# Dry run, and doing it twice

FILES = {
    "committees": "kind,municipality_code,name_sq,settlements,station\n"
    "kksb,03,KKSB Drenas,,\nklsp,20,KLSP Zhur,Zhur; Vermicë,prizren\n",
    "members": "committee,given_name,family_name,sex,office,represents_community,from_on\n"
    "kksb:20,Ana,Berisha,f,chair,,2022-01-01\nkksb:20,Ivan,Ilić,m,,serb,2022-01-01\n",
    "meetings": "external_id,committee,date,topics,categories,communities_affected,participants\n"
    "A1,kksb:20,2023-05,a; b,violence,serb,KFOR\n",
    "workplans": "committee,year,adopted_on,activities_for_communities\n"
    "kksb:20,2024,2024-02-01,yes\n",
    "compensation": "committee,year,answer,evidence\nkksb:20,2023,partly,list\n",
    "totals": ("kind,year,figure,area,number,out_of,source\nkksb,2013,bodies,,22,38,a lecture\n"),
}


@pytest.mark.parametrize("kind", FILES)
def test_dry_run_leaves_nothing_in_any_table(councils, kind):
    before = counts()
    report = stored(kind, FILES[kind], dry_run=True)
    assert report.new == report.rows > 0
    assert report.preview[0].changes
    assert counts() == before


@pytest.mark.parametrize("kind", FILES)
def test_same_file_twice_changes_nothing(councils, kind):
    stored(kind, FILES[kind])
    before = counts() | {"audit.AuditEvent": None}
    report = stored(kind, FILES[kind])
    assert (report.new, report.changed, report.unchanged) == (0, 0, report.rows)
    assert counts() | {"audit.AuditEvent": None} == before


@pytest.mark.parametrize("kind", FILES)
def test_import_is_on_record(councils, kind):
    report = stored(kind, FILES[kind], name="past.csv")
    event = AuditEvent.objects.get()
    assert event.action == f"import.{kind}"
    assert event.detail["file"] == "past.csv"
    assert event.detail["sha256"] == report.sha256
    assert event.detail["rows"] == report.rows


def test_files_of_all_kinds_are_tried():
    # Accounts are loaded by somebody: tests/meetings/test_account_import.py.
    assert FILES.keys() == KINDS.keys() - {"accounts"}


# Committees


def test_committee_in_all_its_columns(reference):
    stored(
        "committees",
        "kind,municipality_code,name_sq,name_sr,name_en,registry_number,station,status,"
        "established_on,act,settlements\n"
        "KLSP,Prizren,Zhur,Žur,Zhur (en),KLSP-2018-0001,PRIZREN,suspended,2018-05-01,"
        "no. 5,Zhur; Vermicë; ZHUR\n",
    )
    committee = Committee.objects.get()
    assert (committee.kind, committee.slug, committee.status) == ("klsp", "klsp-zhur", "suspended")
    assert committee.station.code == "prizren"
    assert committee.established_on == date(2018, 5, 1)
    assert {place.name for place in committee.settlements.all()} == {"Zhur", "Vermicë"}
    assert committee.search_text == "zhur | zur | zhur (en) | klsp-2018-0001"
    assert committee.history.count() >= 1


def test_committee_is_known_again_and_changed(councils):
    report = stored(
        "committees",
        "kind,municipality_code,name_sq,name_sr,registry_number\nkksb,20,KKSB e re,Savet,R-1\n",
    )
    council = Committee.objects.get(pk=councils["20"].pk)
    assert (council.name_sq, council.name_sr, council.registry_number) == (
        "KKSB e re",
        "Savet",
        "R-1",
    )
    assert report.preview[0].changes == [
        ("name_sq", "KKSB Prizren", "KKSB e re"),
        ("name_sr", "", "Savet"),
        ("registry_number", "", "R-1"),
    ]


def test_committee_of_the_same_name_elsewhere_gets_its_own_address(reference):
    stored(
        "committees",
        "kind,municipality_code,name_sq\nklsp,20,KLSP Fshati\nklsp,17,KLSP Fshati\n",
    )
    assert set(Committee.objects.values_list("slug", flat=True)) == {
        "klsp-fshati",
        "klsp-fshati-peje",
    }


def test_dissolved_council_beside_its_successor_twice(reference):
    text = (
        "kind,municipality_code,name_sq,status,established_on\n"
        "kksb,20,KKSB i vjetër,dissolved,2012-01-01\nkksb,20,KKSB i ri,active,2018-01-01\n"
    )
    stored("committees", text)
    assert stored("committees", text).unchanged == 2
    assert Committee.objects.count() == 2


def test_council_is_dissolved_and_followed_in_one_file(councils):
    text = (
        "kind,municipality_code,name_sq,status\n"
        "kksb,20,KKSB Prizren,dissolved\nkksb,20,KKSB e re Prizren,\n"
    )
    report = stored("committees", text)
    assert (report.new, report.changed) == (1, 1)
    assert stored("committees", text).unchanged == 2
    councils["20"].refresh_from_db()
    assert councils["20"].status == "dissolved"


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ("kksb,20,KKSB Prizren,R-2\n", "registry_number"),
        ("klsp,20,Zhur,R-1\n", "registry_number"),
        ("kksb,03,KKSB Drenas,\nkksb,Drenas,KKSB Gllogoc,\n", "name_sq"),
        ("klsp,17,Zhur,\nklsp,Peja,ZHUR,\n", "name_sq"),
    ],
    ids=["second council", "number of another", "two councils in the file", "same name twice"],
)
def test_committee_that_clashes_is_refused(councils, rows, column):
    Committee.objects.filter(pk=councils["20"].pk).update(registry_number="R-1")
    before = counts()
    report = load("committees", f"kind,municipality_code,name_sq,registry_number\n{rows}")
    assert said(report)[0][1] == column
    assert counts() == before


def test_station_of_another_municipality_is_refused(reference):
    report = load("committees", "kind,municipality_code,name_sq,station\nkksb,17,KKSB,prizren\n")
    assert said(report) == [(2, "station")]


def test_two_committees_that_match_need_the_registry_number(reference):
    for number in ("R-1", "R-2"):
        stored(
            "committees",
            f"kind,municipality_code,name_sq,registry_number\nklsp,20,Zhur,{number}\n",
        )
    assert "registry number" in message(load("meetings", f"{MEETING}A1,klsp:20:zhur,2023\n"))
    stored("meetings", f"{MEETING}A1,r-2,2023\n")
    assert Meeting.objects.get().committee.registry_number == "R-2"


# Members

MEMBER = "committee,given_name,family_name,from_on,until_on,office,capacity,represents_community\n"


def test_member_in_all_columns(councils):
    stored(
        "members",
        "committee,given_name,family_name,sex,office,capacity,represents_community,"
        "represents_religion,from_on,until_on,act\n"
        "kksb:20,Ana,Berisha,f,chair,mayor,,,2022-01-15,2023-12-31,no. 5\n"
        "kksb:20,Besa,Krasniqi,,,,boshnjake,,2022-01-15,,\n"
        "kksb:20,Imam,Hoxha,m,observer,,,islamic_community,2022-01-15,,\n"
        "kksb:20,Dora,Gashi,x,,Drejtoria e Arsimit,,,2022-01-15,,\n",
    )
    first, second, third, fourth = Membership.objects.in_order()
    assert (first.office, first.seat.capacity, first.act) == ("chair", "mayor", "no. 5")
    assert (first.from_on, first.until_on) == (date(2022, 1, 15), date(2023, 12, 31))
    assert first.person.search_text == "ana | berisha"
    assert second.office == "member"
    assert second.seat.capacity == "community"
    assert second.seat.represents_community.code == "bosniak"
    assert third.seat.capacity == "religion"
    assert third.seat.represents_religion.code == "islamic_community"
    assert not third.seat.is_voting
    assert (fourth.seat.capacity, fourth.seat.title) == ("other", "Drejtoria e Arsimit")
    for model in (Person, Seat, Membership):
        assert model.history.count() == model.objects.count()


def test_seat_passes_on_and_person_comes_back(councils):
    stored(
        "members",
        f"{MEMBER}kksb:20,Ana,Berisha,2020-01-01,2020-12-31,,mayor,\n"
        "kksb:20,Besa,Gashi,2021-01-01,2021-12-31,,mayor,\n"
        "kksb:20,ANA,BERISHA,2022-01-01,,,mayor,\n"
        "kksb:20,Dora,Gashi,2022-06-01,,,mayor,\n",
    )
    assert Person.objects.count() == 3
    assert [row.seat.position for row in Membership.objects.order_by("from_on")] == [1, 1, 1, 2]


def test_closed_seat_is_taken_for_past_members_only(councils):
    stored("members", f"{MEMBER}kksb:20,Ana,Berisha,2020-01-01,2020-12-31,,mayor,\n")
    Seat.objects.update(closed_on=date(2021, 12, 31))
    stored(
        "members",
        f"{MEMBER}kksb:20,Besa,Gashi,2021-01-01,2021-12-31,,mayor,\n"
        "kksb:20,Dora,Gashi,2022-01-01,,,mayor,\n",
    )
    closed, *_others = Seat.objects.in_order()
    names = Membership.objects.filter(seat=closed).values_list("person__given_name", flat=True)
    assert set(names) == {"Ana", "Besa"}
    assert Seat.objects.count() == 2
    report = load("members", f"{MEMBER}kksb:20,Ana,Berisha,2020-01-01,2022-06-30,,mayor,\n")
    assert "the seat is there until 2021-12-31 only" in message(report)
    assert Membership.objects.get(person__given_name="Ana").until_on == date(2020, 12, 31)


def test_first_member_of_a_file_moves_the_opening_of_the_seat_back(councils):
    council = Committee.objects.get(kind="kksb", municipality__code="20")
    seat = Seat.objects.create(committee=council, capacity="mayor", opened_on=date(2026, 6, 1))
    stored("members", f"{MEMBER}kksb:20,Ana,Berisha,2020-01-01,,,mayor,\n")
    seat.refresh_from_db()
    assert Membership.objects.get().seat == seat
    assert seat.opened_on == date(2020, 1, 1)
    assert seat.history.latest().opened_on == date(2020, 1, 1)


def test_person_of_another_committee_is_another_person(councils):
    stored(
        "members",
        f"{MEMBER}kksb:20,Ana,Berisha,2022-01-01,,,,\nkksb:17,Ana,Berisha,2022-01-01,,,,\n",
    )
    assert Person.objects.count() == 2


def test_membership_is_ended_and_renewed_by_one_file_in_any_order(councils):
    stored("members", f"{MEMBER}kksb:20,Ana,Berisha,2020-01-01,,,mayor,\n")
    report = stored(
        "members",
        f"{MEMBER}kksb:20,Ana,Berisha,2023-01-01,,,mayor,\n"
        "kksb:20,Ana,Berisha,2020-01-01,2022-12-31,,mayor,\n",
    )
    assert (report.new, report.changed) == (1, 1)
    assert Seat.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("kksb:20,Ana,Berisha,2022-01-01,2021-12-31,,,\n", (2, "until_on")),
        (
            "kksb:20,Ana,Berisha,2022-01-01,,,,\nkksb:20,Ana,Berisha,2023-01-01,,,,\n",
            (3, "from_on"),
        ),
        (
            "kksb:20,Ana,Berisha,2022-01-01,,,,\nkksb:20,ana,berisha,2022-01-01,,,,\n",
            (3, "family_name"),
        ),
        ("kksb:20,Old,Member,2021-01-01,,,youth,\n", (2, "from_on")),
        ("kksb:20,Ana,,2022-01-01,,,,\n", (2, "family_name")),
        ("kksb:20,Ana,Berisha,2022-01,,,,\n", (2, "from_on")),
    ],
    ids=["ends before start", "overlap", "repeated", "overlap with stored", "no name", "no day"],
)
def test_bad_membership_is_refused(councils, rows, found):
    stored("members", f"{MEMBER}kksb:20,Old,Member,2020-01-01,2021-01-01,,mayor,\n")
    before = counts()
    assert said(load("members", MEMBER + rows)) == [found]
    assert counts() == before


REACHED = "committee,given_name,family_name,from_on,email,phone\n"


def test_contact_is_loaded_shown_and_loaded_over(councils):
    user = officer("20")
    ana = "kksb:20,Ana,Berisha,2020-01-01"
    stored("members", f"{REACHED}{ana},Ana@Example.org,+383 44 123 456\n", user=user)
    contact = Contact.objects.get()
    assert (contact.email, contact.phone) == ("ana@example.org", "+38344123456")
    assert (contact.noted_on, contact.noted_by) == (date(2024, 6, 15), user)
    report = stored("members", f"{REACHED}{ana},,049123456\n", user=user)
    [row] = report.preview
    assert row.changes == [("phone", "+383 44 123 456", "+383 49 123 456")]
    contact.refresh_from_db()
    assert (contact.email, contact.phone) == ("ana@example.org", "+38349123456")
    assert stored("members", f"{REACHED}{ana},ana@example.org,49123456\n").unchanged == 1


def test_numbers_of_a_workbook_are_telephones(councils):
    rows = workbook(
        ["committee", "given_name", "family_name", "from_on", "phone"],
        ["kksb:20", "Ana", "Berisha", "2020-01-01", 44123456],
    )
    stored("members", rows, name="file.xlsx")
    assert Contact.objects.get().phone == "+38344123456"


def test_bad_contact_is_refused_in_words(councils):
    report = load(
        "members",
        f"{REACHED}kksb:20,Ana,Berisha,2020-01-01,ana@,pa telefon\n"
        "kksb:20,Dea,Re,2020-01-01,dea@example.org,\n"
        "kksb:20,Dea,Re,2022-01-01,re@example.org,\n",
    )
    assert [(row, column) for row, column in said(report)] == [
        (2, "email"),
        (2, "phone"),
        (4, "email"),
    ]
    words = [problem.message for problem in report.problems]
    assert "name@example.org" in words[0]
    assert "044 123 456" in words[1]
    assert "row 3" in words[2]
    assert not Contact.objects.exists()


def test_import_keeps_no_contact_in_the_audit_record(councils):
    stored("members", f"{REACHED}kksb:20,Ana,Berisha,2020-01-01,ana@example.org,\n")
    assert not any("ana@" in str(event.detail) for event in AuditEvent.objects.all())


def test_seat_for_both_a_community_and_a_religion_is_refused(councils):
    report = load(
        "members",
        "committee,given_name,family_name,from_on,represents_community,represents_religion\n"
        "kksb:20,Ana,Berisha,2022-01-01,serb,islamic_community\n",
    )
    assert "not for both" in message(report)


# Meetings


def test_meeting_in_all_columns(councils):
    stored(
        "meetings",
        "external_id,committee,kind,number_in_year,date,status,place,chaired_by,topics,categories,"
        "incident_discussed,communities_affected,participants,decisions,source\n"
        "A1,kksb:20,extraordinary,3,2023-05-24,held,Salla Ë,deputy mayor,Një; Dy,"
        "violence; Siguria në shkolla,yes,Romët; srpska,KFOR; school,Decided,page\n",
    )
    meeting = Meeting.objects.get()
    assert (meeting.kind, meeting.number_in_year, meeting.status) == ("extraordinary", 3, "held")
    assert (meeting.chaired_as, meeting.incident_discussed) == ("deputy_mayor", True)
    assert (meeting.decisions, meeting.source) == ("Decided", "page")
    assert {row.code for row in meeting.categories.all()} == {"violence", "school_safety"}
    assert {row.code for row in meeting.communities_affected.all()} == {"serb", "roma"}
    assert [line.name for line in meeting.participants.all()] == ["KFOR", "school"]
    assert meeting.search_text == "salla e | nje | dy"
    assert (meeting.status_at, meeting.status_by) == (None, None)
    remembered = meeting.history.get()
    assert remembered.categories.count() == remembered.communities_affected.count() == 2


def test_unknown_words_for_the_chair_are_kept(councils):
    text = f"{MEETING[:-1]},chaired_by,participants\nA1,kksb:20,2023,the eldest,KFOR\n"
    stored("meetings", text)
    meeting = Meeting.objects.get()
    assert meeting.chaired_as == "other"
    assert [line.name for line in meeting.participants.all()] == ["KFOR", "the eldest"]
    assert stored("meetings", text).unchanged == 1


def test_changed_meeting_shows_before_and_after(councils):
    head = f"{MEETING[:-1]},place,topics,categories,status\n"
    stored("meetings", f"{head}A1,kksb:20,2023,Hall,a; b; c,violence,planned\n")
    report = stored("meetings", f"{head}A1,kksb:20,2023-05,Hall,a; d,school_safety,held\n")
    assert report.preview[0].changes == [
        ("date", "2023", "2023-05"),
        ("status", "planned", "held"),
        ("topics", "a; b; c", "a; d"),
        ("categories", "Violence", "School safety"),
    ]
    meeting = Meeting.objects.get()
    assert [item.title for item in meeting.agenda.all()] == ["a", "d"]
    assert [row.code for row in meeting.categories.all()] == ["school_safety"]
    assert (meeting.status, meeting.precision, meeting.version) == ("held", "month", 2)
    assert meeting.search_text == "hall | a | d"
    newest, oldest = meeting.history.order_by("-history_id")
    assert [link.concerncategory.code for link in newest.categories.all()] == ["school_safety"]
    assert [link.concerncategory.code for link in oldest.categories.all()] == ["violence"]


def test_empty_and_missing_cells_leave_what_is_stored(councils):
    stored("meetings", f"{MEETING[:-1]},place,topics\nA1,kksb:20,2023,Hall,a\n")
    report = stored("meetings", f"{MEETING[:-1]},place\nA1,kksb:20,2023,\n")
    assert report.unchanged == 1
    assert Meeting.objects.get().place == "Hall"


def test_number_of_another_committees_meeting_is_refused(councils):
    stored("meetings", f"{MEETING}A1,kksb:20,2023\n")
    assert said(load("meetings", f"{MEETING}A1,kksb:17,2023\n")) == [(2, "external_id")]


def test_meetings_need_the_same_queries_however_many(councils):
    assert queries_of(5) == queries_of(20)


def queries_of(count):
    rows = "".join(f"A{i},kksb:20,2023,a; b,violence,KFOR\n" for i in range(count))
    text = f"{MEETING[:-1]},topics,categories,participants\n{rows}"
    with CaptureQueriesContext(connection) as captured:
        stored("meetings", text, dry_run=True)
    return len(captured)


# Yearly answers


def test_work_plan_and_compensation(councils):
    stored("workplans", FILES["workplans"])
    plan = WorkPlan.objects.get()
    assert (plan.year, plan.adopted_on, plan.activities_for_communities) == (
        2024,
        date(2024, 2, 1),
        True,
    )
    stored("compensation", FILES["compensation"])
    report = CompensationReport.objects.get()
    assert (report.year, report.answer, report.evidence) == (2023, "partly", "list")
    stored("compensation", "committee,year,answer\nkksb:20,2023,not_applicable\n")
    report.refresh_from_db()
    assert (report.answer, report.evidence, report.history.count()) == ("not_applicable", "list", 2)


def test_work_plan_takes_its_status_from_its_days(councils):
    head = "committee,year,adopted_on,recommended_on,assembly_approved_on,given_for_information_on"
    stored(
        "workplans",
        f"{head}\nkksb:20,2020,,,,\nkksb:20,2021,2021-02-01,,,\nkksb:20,2022,,2022-02-01,,\n"
        "kksb:20,2023,2022-12-01,,,2022-12-20\nkksb:20,2024,,,2024-03-01,2024-02-01\n",
    )
    found = dict(WorkPlan.objects.values_list("year", "status"))
    assert found == {
        2020: "draft",
        2021: "adopted",
        2022: "recommended",
        2023: "for_information",
        2024: "approved",
    }
    stored("workplans", "committee,year,recommended_on\nkksb:20,2021,2021-03-01\n")
    plan = WorkPlan.objects.get(year=2021)
    assert (plan.status, plan.adopted_on) == ("recommended", date(2021, 2, 1))
    assert [row.status for row in plan.history.order_by("history_id")] == ["adopted", "recommended"]


def test_day_of_a_plan_that_a_meeting_adopted_is_not_loaded_over(councils):
    council = Committee.objects.get(kind="kksb", municipality__code="20")
    meeting = MeetingFactory(committee=council, starts_on=date(2024, 2, 1))
    WorkPlanFactory(committee=council, year=2024, adopted_at=meeting, adopted_on=meeting.starts_on)
    text = "committee,year,adopted_on,recommended_on\nkksb:20,2024,{},2024-03-01\n"
    report = load("workplans", text.format("2024-02-02"))
    assert [problem.message for problem in report.problems] == [
        "the plan was adopted at a meeting on another day"
    ]
    stored("workplans", text.format("2024-02-01"))
    assert WorkPlan.objects.get().status == "recommended"


@pytest.mark.parametrize(
    ("kind", "text", "column"),
    [
        (
            "workplans",
            "committee,year,adopted_on,recommended_on\nkksb:20,2023,2023-03-01,2023-02-01\n",
            "adopted_on",
        ),
        (
            "workplans",
            "committee,year,recommended_on,assembly_approved_on\nkksb:20,2023,2023-03-01,2023-02-01\n",
            "recommended_on",
        ),
        ("workplans", "committee,year\nkksb:20,2026\n", "year"),
        ("workplans", "committee,year\nkksb:20,1999\n", "year"),
        ("workplans", "committee,year,adopted_on\nkksb:20,2024,2024-12-01\n", "adopted_on"),
        ("workplans", "committee,year\nkksb:20,2023\nkksb:Prizren,2023.0\n", "year"),
        ("compensation", "committee,year,answer\nkksb:20,2023,maybe\n", "answer"),
        ("compensation", "committee,year,answer\nkksb:20,2023,\n", "answer"),
    ],
)
def test_bad_answer_is_refused(councils, kind, text, column):
    assert said(load(kind, text))[-1][1] == column


# Who may


@pytest.mark.parametrize("kind", [kind for kind in FILES if kind != "totals"])
def test_officer_loads_the_own_municipality_and_no_other(councils, kind):
    text = FILES[kind] if kind != "committees" else FILES[kind].replace("03", "20")
    stored(kind, text, user=officer("20"), dry_run=True)
    report = load(kind, text, user=officer("17"))
    assert report.problems
    assert {problem.message for problem in report.problems} == {
        "this is not among the committees you keep"
    }


def test_officer_loads_no_published_figures(councils):
    report = load("totals", FILES["totals"], user=officer("20"))
    assert message(report).endswith("only administrators load published figures")
    assert "row 2, column figure: «bodies»" in message(report)


def test_officer_founds_committees_of_the_own_municipality(reference):
    text = "kind,municipality_code,name_sq\nklsp,20,Zhur\n"
    assert load("committees", text, user=officer("17")).problems
    assert stored("committees", text, user=officer("20")).new == 1


@pytest.mark.parametrize("kind", FILES)
def test_administrator_loads_everything(councils, kind):
    user = RoleGrantFactory(administrator=True).user
    assert stored(kind, FILES[kind], user=user).new > 0
    assert AuditEvent.objects.get(action=f"import.{kind}").actor == user.email


def test_history_names_the_user(councils):
    user = officer("20")
    stored("meetings", FILES["meetings"], user=user)
    assert Meeting.objects.get().history.get().history_user == user


def test_row_of_another_committee_tells_nothing_of_it(councils):
    stored("members", FILES["members"])
    report = load("members", f"{MEMBER}kksb:20,Ana,Berisha,2023-01-01,,,,\n", user=officer("17"))
    assert said(report) == [(2, "committee")]


# The command


def run(*arguments, capsys, code=0):
    if code:
        with pytest.raises(SystemExit) as ended:
            call_command("import_records", *arguments)
        assert ended.value.code == code
    else:
        call_command("import_records", *arguments)
    return capsys.readouterr()


def test_command_sums_up(councils, tmp_path, capsys):
    path = tmp_path / "meetings.csv"
    path.write_text(FILES["meetings"])
    out = run("meetings", str(path), "--dry-run", capsys=capsys).out
    assert out.splitlines() == [
        "Rows read: 1",
        "New: 1",
        "Changed: 0",
        "Unchanged: 0",
        "This was a dry run: nothing was stored.",
    ]
    assert not Meeting.objects.exists()
    run("meetings", str(path), capsys=capsys)
    assert Meeting.objects.count() == 1


def test_command_lists_the_errors(councils, tmp_path, capsys):
    path = tmp_path / "old.csv"
    path.write_text(f"{MEETING}A1,kksb:20,2023-13\n")
    printed = run("meetings", str(path), capsys=capsys, code=1)
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "old.csv: row 2, column date: «2023-13» – give a date such as 2023-05-24, 2023-05 or 2023",
        "Nothing was stored: 1 problem.",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("parties", "x.csv"), "no kind «parties»"),
        (("meetings", "nowhere.csv"), "cannot be read"),
        (("meetings", "x.csv", "--by", "nobody@example.org"), "no active user"),
        (("meetings", "x.csv", "--language", "tlh"), "no language «tlh»"),
    ],
)
def test_command_called_wrongly(councils, arguments, words, capsys):
    assert words in run(*arguments, capsys=capsys, code=1).err


def test_command_loads_as_a_user_with_their_rights(councils, tmp_path, capsys):
    path = tmp_path / "meetings.csv"
    path.write_text(FILES["meetings"])
    stranger = officer("17")
    run("meetings", str(path), "--by", stranger.email, capsys=capsys, code=1)
    run("meetings", str(path), "--by", officer("20").email, capsys=capsys)
    assert Meeting.objects.count() == 1


def test_large_file_is_refused_before_it_is_read(councils, tmp_path, capsys, settings):
    settings.UPLOAD_MAX_BYTES = 10
    path = tmp_path / "meetings.csv"
    path.write_text(FILES["meetings"])
    assert "at most 10" in run("meetings", str(path), capsys=capsys, code=1).err


def test_every_column_is_documented(settings):
    text = (settings.BASE_DIR / "docs" / "import.md").read_text()
    parts = re.split(r"^### `(\w+)`$", text, flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    for name, kind in KINDS.items():
        for column in kind.columns:
            mark = "`*" if column.required else "`"
            assert f"`{column.column_name}{mark}" in sections[name]
