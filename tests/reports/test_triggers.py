"""The database itself notes every writing of what the figures rest on."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F, Sum
from django.test.utils import CaptureQueriesContext

from places.models import Community, Municipality
from reports import triggers
from reports.areas import Area
from reports.facts import Touches, recount
from reports.indicators import COUNTED, Period
from reports.live import computed
from reports.models import Touch
from reports.touching import WATCHED
from tests.factories import committees, compensation, establishment, meetings
from tests.factories.test_factories import FACTORIES

pytestmark = pytest.mark.django_db
PRIZREN, PEJE, DRAGASH = "20", "17", "05"
TABLE = re.compile(r'\b(?:FROM|JOIN) "(\w+)"')
# The row of a table in between: what makes it.
BETWEEN = {
    "committees_committee_settlements": (
        committees.CommitteeFactory,
        lambda row: row.settlements.create(name="Fshati", municipality=row.municipality),
    ),
    "compensation_settlementrun_meetings": (
        compensation.SettlementRunFactory,
        lambda row: row.meetings.add(meetings.MeetingFactory(committee=row.committee)),
    ),
    "meetings_activity_communities": (
        meetings.ActivityFactory,
        lambda row: row.communities.add(Community.objects.first()),
    ),
    "meetings_concern_communities": (
        meetings.ConcernFactory,
        lambda row: row.communities.add(Community.objects.first()),
    ),
    "meetings_meeting_categories": (
        meetings.MeetingFactory,
        lambda row: row.categories.add(meetings.ConcernCategoryFactory()),
    ),
    "meetings_meeting_communities_affected": (
        meetings.MeetingFactory,
        lambda row: row.communities_affected.add(Community.objects.first()),
    ),
    "establishment_establishmentrequest_settlements": (
        establishment.EstablishmentRequestFactory,
        lambda row: row.settlements.create(name="Fshati", municipality=row.station.municipality),
    ),
}
# Whoever sits nowhere is in no figure.
SEATED = {
    "committees_person": lambda: committees.MembershipFactory().person,
    "committees_training": lambda: committees.ParticipationFactory().training,
}
MODELS = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def notes():
    """Return `{(kind, place): number of writings}`."""
    rows = Touch.objects.order_by().values_list("kind", "place").annotate(Sum("number"))
    return {(kind, place): number for kind, place, number in rows}


def noted(work):
    """Do the work; return whose figures were noted as changed, and what the work returned."""
    before = notes()
    result = work()
    return {key for key, number in notes().items() if number != before.get(key)}, result


def test_every_table_that_a_figure_is_read_from_is_watched(make):
    """Completeness: an indicator that reads a further table fails here until it is declared."""
    host, partner = make.council(PRIZREN), make.council(PEJE)
    [meeting] = make.meetings(host, 1)
    meetings.JointCommitteeFactory(meeting=meeting, committee=partner)
    make.member(host)
    make.plan(host)
    for indicator in COUNTED:
        with CaptureQueriesContext(connection) as queries:
            computed(Period("kksb", 2025), [indicator])
        assert queries, indicator.key
    with CaptureQueriesContext(connection) as queries:
        recount(Period("kksb", 2025))
    read = {table for query in queries for table in TABLE.findall(query["sql"])}
    assert "meetings_meeting" in read
    assert read <= WATCHED.keys()


def test_every_watched_table_has_its_triggers():
    per_table = {"sqlite": 3, "postgresql": 5}[connection.vendor]
    found = [table for _name, table in triggers.installed(connection)]
    assert {table: found.count(table) for table in found} == dict.fromkeys(WATCHED, per_table)


# Versions have no factory: they come with their records.
VERSIONS = {"meetings_historicalmeeting"}


@pytest.mark.parametrize("table", sorted(WATCHED.keys() - BETWEEN.keys() - VERSIONS))
def test_each_row_is_noted_when_it_comes_changes_and_goes(reference, table):
    model = MODELS[table]
    row = SEATED.get(table, FACTORIES[model])()
    assert noted(lambda: model.objects.filter(pk=row.pk).update(id=F("id")))[0]
    copy = model.objects.filter(pk=row.pk).values().get()
    assert noted(lambda: delete(table, row.pk))[0]
    assert noted(lambda: model.objects.bulk_create([model(**copy)]))[0]


@pytest.mark.parametrize("table", sorted(BETWEEN))
def test_rows_between_two_records_are_noted(reference, table):
    factory, add = BETWEEN[table]
    row = factory()
    assert noted(lambda: add(row))[0]
    assert noted(lambda: MODELS[table].objects.update(id=F("id")))[0]
    assert noted(lambda: MODELS[table].objects.all()._raw_delete("default"))[0]


@pytest.mark.once
def test_a_row_that_takes_the_place_of_another_is_noted_for_both(make):
    """SQLite alone replaces rows, and its triggers see no deletion unless they are told to."""
    rows = make.council(PRIZREN), make.council(PEJE)
    report = meetings.NilReportFactory(committee=rows[0])
    columns = ", ".join(field.column for field in report._meta.concrete_fields)
    values = columns.replace("committee_id", str(rows[1].pk))

    def replace():
        with connection.cursor() as cursor:
            cursor.execute(
                f"REPLACE INTO meetings_nilreport ({columns}) "  # noqa: S608 -- names of columns
                f"SELECT {values} FROM meetings_nilreport WHERE id = %s",
                [report.pk],
            )

    assert noted(replace)[0] == {("kksb", PRIZREN), ("kksb", PEJE)}


def test_a_version_of_a_meeting_is_noted(make):
    [meeting] = make.meetings(make.council(PRIZREN), 1)
    versions = type(meeting).history
    assert noted(lambda: versions.update(place="x"))[0] == {("kksb", PRIZREN)}
    assert noted(lambda: versions.all()._raw_delete("default"))[0] == {("kksb", PRIZREN)}


def delete(table, pk):
    """Delete one row alone; what refers to it is put back before anybody asks."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [pk])  # noqa: S608 -- our own name


def test_whose_figures_a_meeting_is(make):
    host, partner, stranger = make.council(PRIZREN), make.council(PEJE), make.council(DRAGASH)
    local = make.council(DRAGASH, kind="klsp")
    keys, [meeting] = noted(lambda: make.meetings(host, 1))
    assert keys == {("kksb", PRIZREN)}
    join = meetings.JointCommitteeFactory
    keys, row = noted(lambda: join(meeting=meeting, committee=partner))
    both = {("kksb", PRIZREN), ("kksb", PEJE)}
    assert keys == both
    join(meeting=meeting, committee=local)
    all_three = both | {("klsp", DRAGASH)}
    assert noted(lambda: type(meeting).objects.update(place="Salla"))[0] == all_three
    # It goes over to somebody else: whose it was, and whose it is now.
    keys, _ = noted(lambda: type(meeting).objects.update(committee=stranger))
    assert keys == all_three | {("kksb", DRAGASH)}
    assert noted(row.delete)[0] == {("kksb", DRAGASH), ("kksb", PEJE), ("klsp", DRAGASH)}


def test_whose_figures_a_person_is(make):
    member, elsewhere = make.member(make.council(PRIZREN)), make.member(make.council(PEJE))
    person = member.person
    assert noted(person.save)[0] == {("kksb", PRIZREN)}
    assert noted(lambda: type(member).objects.filter(pk=elsewhere.pk).update(person=person))[0]
    assert noted(person.save)[0] == {("kksb", PRIZREN), ("kksb", PEJE)}


def test_a_rule_is_of_the_whole_country(reference):
    assert noted(lambda: committees.RuleFactory(valid_from=date(2001, 1, 1)))[0] == {("", "")}


def test_many_rows_of_one_statement(make):
    councils = [make.council(code) for code in (PRIZREN, PEJE)]
    rows = [
        meetings.MeetingFactory.build(committee=council, starts_on=date(2025, 1, day))
        for council in councils
        for day in range(1, 20)
    ]
    keys, _ = noted(lambda: meetings.Meeting.objects.bulk_create(rows))
    assert keys == {("kksb", PRIZREN), ("kksb", PEJE)}


def test_rows_that_are_there_already_are_added_again_without_harm(make):
    [meeting] = make.meetings(make.council(PRIZREN), 1)
    meeting.communities_affected.add(Community.objects.first())
    before = Touches("kksb").of(Area())
    meeting.communities_affected.through.objects.bulk_create(
        [
            meeting.communities_affected.through(meeting=meeting, community=community)
            for community in Community.objects.all()[:3]
        ],
        ignore_conflicts=True,
    )
    assert Touches("kksb").of(Area()) > before


def test_an_area_counts_what_is_its_own_and_the_country(reference):
    region = Municipality.objects.get(code=PRIZREN).region.code
    areas = [Area(), Area(region=region), Area(municipality=PRIZREN)]

    def moved(work):
        before = [Touches("kksb").of(area) for area in areas]
        work()
        after = [Touches("kksb").of(area) for area in areas]
        return [new > old for old, new in zip(before, after, strict=True)]

    def council(code, kind="kksb"):
        place = Municipality.objects.get(code=code)
        row = committees.CommitteeFactory(municipality=place, kind=kind)
        return lambda: meetings.MeetingFactory(committee=row)

    assert moved(council(PRIZREN)) == [True, True, True]
    assert moved(council(DRAGASH)) == [True, True, False]
    assert moved(council(PEJE)) == [True, False, False]
    assert moved(council("01", kind="klsp")) == [False, False, False]
    assert moved(lambda: committees.RuleFactory(valid_from=date(2001, 1, 1))) == [True, True, True]
