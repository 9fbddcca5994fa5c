"""Trainings: who enters and reads them, who is trained, and how certificates get their numbers."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from committees.actions import add_participants, certify
from committees.choices import CommitteeKind, Module, Office, ParticipationStatus
from committees.coverage import Coverage, coverage_by, members_on, modules_asked
from committees.models import Course, Membership, Participation, Training
from committees.workflow import CERTIFICATION
from core.workflow import TransitionRefused
from tests.factories.committees import (
    CommitteeFactory,
    CourseFactory,
    MembershipFactory,
    ParticipationFactory,
    PersonFactory,
    TrainingFactory,
)
from tests.factories.places import PoliceRegionFactory
from tests.roles import (
    HIDDEN_NAME,
    TODAY,
    answer,
    names_every_action,
    pages_of,
    rights,
    rows_of,
    truth_table,
)

TRAINING = {"v": "view", "e": "edit"}
PARTICIPATION = {"v": "view", "c": "change_status"}
# Columns: a training of headquarters, one that the committee entered; somebody's participation.
TRAININGS = truth_table("""
    national  own  named
    anonymous                -   -   -
    account                  -   -   -
    station_commander        v   v   v
    station_officer          v   v   v
    station_commander nearby  v  v   -
    regional_director        v   v   v
    community_policing       ve  ve  vc
    deputy_general_director  v   v   v
    general_director         v   v   v
    municipal_officer        v   ve  vc
    mia_officer              v   v   v
    mlga_officer             v   v   v
    osce_monitor             v   v   -
    administrator            ve  ve  vc
    chair                    v   ve  vc
    deputy                   v   ve  vc
    secretary                v   ve  vc
    member                   v   v   v
    observer                 v   v   v
    police                   v   v   v
    every role, ended        -   -   -
    every role, to come      -   -   -
    station_commander elsewhere  v  v  -
    station_officer elsewhere    v  v  -
    regional_director elsewhere  v  v  -
    municipal_officer elsewhere  v  v  -
    every office, ended      -   -   -
    every office, to come    -   -   -
    every office, elsewhere  v   v   -
""")


def page(name, *args):
    return reverse(f"committees:{name}", args=args)


@pytest.fixture
def trained(world):
    """A member of the local committee whose name must stay with insiders, with a certificate."""
    own = TrainingFactory(committee=world.klsp, place="Salla e Lagjes", trainers="Trajner Fshehtan")
    member = Membership.objects.of(world.klsp).get(person__family_name=HIDDEN_NAME.split()[1])
    return ParticipationFactory(
        training=own, committee=world.klsp, person=member.person, certified=True
    )


def test_tables_speak_of_every_action():
    assert names_every_action(Training, TRAINING)
    assert names_every_action(Participation, PARTICIPATION)


@rows_of(TRAININGS)
def test_policy(world, trained, name, expected):
    user = world.person(name)
    rows = {"national": TrainingFactory(), "own": trained.training}
    found = {column: rights(user, row, TRAINING) for column, row in rows.items()}
    assert found | {"named": rights(user, trained, PARTICIPATION)} == expected


@pages_of(TRAININGS)
def test_pages_and_posts(signed_in, world, trained, name, expected):
    client = signed_in(name)
    pk, own = trained.training_id, expected["own"]
    for url, letters, needed in (
        (page("training", pk), own, "v"),
        (page("training-update", pk), own, "e"),
        (page("participation-transition", trained.pk, "withdraw"), expected["named"], "c"),
    ):
        found, wanted = answer(client, url, letters, needed)
        assert found == wanted, url
    pdf = client.get(page("certificate", trained.pk, "sq"))
    if client.user.is_authenticated:
        assert pdf.status_code == (200 if "v" in expected["named"] else 404)
    client.post(page("participation-transition", trained.pk, "withdraw"), {"comment": "a mistake"})
    trained.refresh_from_db()
    assert (trained.status == ParticipationStatus.WITHDRAWN) is ("c" in expected["named"])


@rows_of(TRAININGS)
def test_names_stay_with_insiders_in_every_list(signed_in, world, trained, name, expected):
    client = signed_in(name)
    if not client.user.is_authenticated:
        return
    sees = "v" in expected["own"]
    listed = client.get(page("trainings"))
    assert [row.pk for row in listed.context["object_list"]] == ([trained.training_id] * sees)
    export = client.get(page("training-export", "csv")).content.decode()
    assert [row["certified"] for row in csv.DictReader(io.StringIO(export))] == ["1"] * sees
    detail = client.get(page("training", trained.training_id))
    assert (HIDDEN_NAME in detail.content.decode()) is ("v" in expected["named"])
    assert ("Trajner Fshehtan" in detail.content.decode()) is ("v" in expected["named"])
    for found in (listed.content.decode(), export):
        assert HIDDEN_NAME not in found
    if sees and "v" not in expected["named"]:
        [row] = detail.context["counts"]
        assert (row["committee"], row["took_part"], row["certified"]) == (world.klsp, 1, 1)


@pytest.mark.once
@rows_of(TRAININGS)
def test_coverage_in_counts_for_readers_and_by_name_for_insiders(
    signed_in, world, trained, name, expected
):
    client = signed_in(name)
    reads = "v" in expected["named"] or name == "osce_monitor"
    url = page("committee-trainings", world.klsp.slug)
    found, wanted = answer(client, url, "vr" if reads else "v", "r")
    assert found == wanted
    if found == 200:
        shown = client.get(url)
        # One certificate of the two modules is not enough.
        assert shown.context["coverage"].trained == 0
        names = HIDDEN_NAME in shown.content.decode()
        assert names is (name != "osce_monitor")
    if client.user.is_authenticated:
        overview = client.get(page("coverage"), {"municipality": world.here.code})
        assert (world.klsp in overview.context["object_list"]) is reads
        assert HIDDEN_NAME not in overview.content.decode()


def test_keepers_enter_for_their_committee_and_headquarters_for_all(signed_in, world):
    client = signed_in("secretary")
    course = Course.objects.first()
    form = {
        "course": course.pk,
        "provider": "OSCE",
        "from_on": "2026-06-01",
        "until_on": "2026-06-02",
        "place": "Prizren",
    }
    assert client.post(page("training-create"), form).status_code == 403
    client.post(page("committee-training-create", world.klsp.slug), form)
    entered = Training.objects.get()
    assert (entered.committee, entered.place) == (world.klsp, "Prizren")
    assert client.get(page("participants", world.elsewhere.slug, entered.pk)).status_code == 403
    client.force_login(world.person("community_policing"))
    client.post(page("training-create"), form | {"place": "Pejë"})
    assert Training.objects.get(place="Pejë").committee is None
    assert AuditEvent.objects.filter(action="training.enter").count() == 2


def test_several_members_are_ticked_at_once_and_nobody_twice(signed_in, world):
    client, training = signed_in("secretary"), TrainingFactory()
    members = MembershipFactory.create_batch(3, committee=world.klsp)
    stranger = MembershipFactory(committee=world.elsewhere)
    url = page("participants", world.klsp.slug, training.pk)
    ticked = [member.pk for member in members[:2]]
    refused = client.post(url, {"members": [*ticked, stranger.pk]})
    assert refused.context["form"].errors["members"]
    assert not Participation.objects.exists()
    client.post(url, {"members": ticked})
    noted = Participation.objects.values_list("person", "committee", "status")
    assert set(noted) == {
        (member.person_id, world.klsp.pk, ParticipationStatus.ATTENDED) for member in members[:2]
    }
    left = client.get(url).context["form"].fields["members"].queryset
    assert not {*ticked} & {member.pk for member in left}
    assert members[2] in left
    persons = [member.person for member in members]
    assert add_participants(training, committee=world.klsp, persons=persons, by=client.user) == 1


def test_nothing_ticked_says_so(signed_in, world):
    client = signed_in("secretary")
    MembershipFactory(committee=world.klsp)
    found = client.post(page("participants", world.klsp.slug, TrainingFactory().pk), {})
    assert "Tick at least one member." in found.content.decode()


def test_certificates_are_numbered_without_a_gap(signed_in, world):
    client, training = signed_in("community_policing"), TrainingFactory()
    ParticipationFactory.create_batch(3, training=training, committee=world.klsp)
    struck = ParticipationFactory(training=training, status=ParticipationStatus.STRUCK)
    client.post(page("certify", training.pk))
    given = Participation.objects.certified()
    assert set(given.values_list("certificate_number", flat=True)) == {
        f"CERT-2026-{number:04}" for number in (1, 2, 3)
    }
    assert set(given.values_list("certified_on", "status_by")) == {(TODAY, client.user.pk)}
    assert len(set(given.values_list("code", flat=True))) == 3
    struck.refresh_from_db()
    assert struck.certificate_number == ""


@pytest.mark.parametrize("name", ["osce_monitor", "member", "chair elsewhere"])
def test_who_keeps_no_participant_gives_no_certificate(signed_in, world, name):
    client = signed_in(name)
    row = ParticipationFactory(committee=world.klsp)
    found = client.post(page("certify", row.training_id))
    assert "Nobody waits for a certificate." in found.content.decode()
    assert str(row.person) not in found.content.decode()
    row.refresh_from_db()
    assert row.status == ParticipationStatus.ATTENDED


def test_training_that_is_not_over_gives_no_certificate_and_no_number(signed_in, world):
    client = signed_in("community_policing")
    training = TrainingFactory(until_on=TODAY + timedelta(days=1))
    row = ParticipationFactory(training=training, committee=world.klsp)
    found = client.post(page("certify", training.pk))
    assert "The training is not over yet." in found.content.decode()
    with pytest.raises(TransitionRefused):
        CERTIFICATION.perform(row, "certify", by=client.user)
    training.until_on = TODAY
    training.save()
    row.refresh_from_db()
    CERTIFICATION.perform(row, "certify", by=client.user)
    assert row.certificate_number == "CERT-2026-0001"


def test_nobody_certifies_themselves(world):
    secretary = world.person("secretary")
    own = ParticipationFactory(committee=world.klsp, person=secretary.person)
    other = ParticipationFactory(committee=world.klsp, training=own.training)
    assert rights(secretary, own, PARTICIPATION) == "v"
    assert certify([own, other], by=secretary) == 1
    own.refresh_from_db()
    assert own.status == ParticipationStatus.ATTENDED


def test_own_certificate_opens_also_for_who_left(client, world):
    user = world.person("every office, ended")
    own = ParticipationFactory(committee=world.klsp, person=user.person, certified=True)
    client.force_login(user)
    assert client.get(page("certificate", own.pk, "en")).status_code == 200
    event = AuditEvent.objects.get(action="certificate.read")
    assert (event.actor, event.detail) == (user.email, {"number": own.certificate_number})


STEPS = {
    (ParticipationStatus.ATTENDED, "certify"): ParticipationStatus.CERTIFIED,
    (ParticipationStatus.ATTENDED, "strike"): ParticipationStatus.STRUCK,
    (ParticipationStatus.CERTIFIED, "withdraw"): ParticipationStatus.WITHDRAWN,
    (ParticipationStatus.STRUCK, "restore"): ParticipationStatus.ATTENDED,
}


@pytest.mark.parametrize("step", [step.name for step in CERTIFICATION.transitions])
@pytest.mark.parametrize("status", ParticipationStatus)
def test_every_step_from_every_state(world, status, step):
    has_paper = status in (ParticipationStatus.CERTIFIED, ParticipationStatus.WITHDRAWN)
    row = ParticipationFactory(committee=world.klsp, certified=has_paper)
    Participation.objects.filter(pk=row.pk).update(status=status)
    row.refresh_from_db()
    clerk = world.person("community_policing")
    if (status, step) not in STEPS:
        with pytest.raises(TransitionRefused):
            CERTIFICATION.perform(row, step, by=clerk)
        return
    done = CERTIFICATION.perform(row, step, by=clerk, comment="why")
    assert done.status == STEPS[status, step]
    if step == "withdraw":
        assert done.certificate_number == row.certificate_number != ""
    assert not hasattr(done.history.latest(), "code")


@pytest.fixture
def asked(world):
    """The two courses that local committees are asked for, by module."""
    assert modules_asked(CommitteeKind.KLSP) == [Module.PARTNERSHIP, Module.PROBLEM_SOLVING]
    assert modules_asked(CommitteeKind.KKSB) == []
    return {course.module: course for course in Course.objects.all()}


def coverage(committee, day=TODAY):
    return coverage_by(members_on(day).of(committee), "seat__committee").get(committee.pk)


def train(person, *courses, **result):
    for course in courses:
        ParticipationFactory(training__course=course, person=person, **result)


def test_coverage_counts_who_has_every_module(world, asked):
    body = CommitteeFactory()
    both, one, none, attended, observer, left = (
        MembershipFactory(committee=body, **more)
        for more in ({}, {}, {}, {}, {"observer": True}, {"until_on": TODAY - timedelta(days=1)})
    )
    train(both.person, *asked.values(), certified=True)
    train(one.person, asked[Module.PARTNERSHIP], certified=True)
    train(attended.person, *asked.values())
    train(observer.person, *asked.values(), certified=True)
    train(left.person, *asked.values(), certified=True)
    assert none.person.participations.count() == 0
    assert coverage(body) == Coverage(trained=1, members=4)
    assert coverage(body).percent == 25
    # A certificate from another course of the module counts, a withdrawn one does not.
    other = CourseFactory(module=Module.PROBLEM_SOLVING)
    train(one.person, other, certified=True)
    assert coverage(body).trained == 2
    Participation.objects.filter(person=both.person).update(status=ParticipationStatus.WITHDRAWN)
    assert coverage(body).trained == 1


def test_nobody_is_no_data_and_not_zero(world, asked):
    assert coverage(CommitteeFactory()) is None
    assert Coverage().percent is None


def test_who_sits_twice_is_counted_once(world, asked):
    body = CommitteeFactory()
    twice = MembershipFactory(committee=body)
    MembershipFactory(committee=body, person=twice.person, office=Office.SECRETARY)
    assert coverage(body) == Coverage(trained=0, members=1)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(
    members=st.lists(
        st.sets(st.sampled_from([Module.PARTNERSHIP, Module.PROBLEM_SOLVING])), max_size=5
    )
)
def test_coverage_agrees_with_counting_by_hand(members):
    body = CommitteeFactory()
    courses = {course.module: course for course in Course.objects.all()}
    for modules in members:
        train(
            MembershipFactory(committee=body).person,
            *(courses[module] for module in modules),
            certified=True,
        )
    by_hand = Coverage(sum(len(modules) == 2 for modules in members), len(members))
    assert (coverage(body) or Coverage()) == by_hand


def test_overview_adds_up_by_region(signed_in, world, asked):
    region = PoliceRegionFactory()
    bodies = [CommitteeFactory(municipality__region=region) for _number in range(2)]
    person = PersonFactory()
    train(person, *asked.values(), certified=True)
    for body in bodies:
        MembershipFactory(committee=body)
        MembershipFactory(committee=body, person=person)
    found = signed_in("osce_monitor").get(page("coverage"), {"region": region.code})
    assert [row.coverage for row in found.context["object_list"]] == [Coverage(1, 2)] * 2
    # Who sits on two committees of the region is one person.
    assert found.context["regions"] == [(region, Coverage(1, 3))]
    assert "1 of 2 members" in found.content.decode()


def test_kind_of_which_nothing_is_asked_shows_no_share(signed_in, world):
    found = signed_in("osce_monitor").get(page("coverage"), {"kind": "kksb"})
    assert world.kksb in found.context["object_list"]
    text = found.content.decode()
    assert "No training is asked of this kind of committee." in text
    assert "0 of 1 member" not in text
    assert found.context["filter"].form.fields.keys() == {"q", "region", "municipality"}


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(signed_in, world, asked, count, django_assert_num_queries):
    client = signed_in("community_policing")
    training = TrainingFactory(course=asked[Module.PARTNERSHIP])
    for body in CommitteeFactory.create_batch(count, municipality=world.here):
        MembershipFactory.create_batch(count, committee=body)
        TrainingFactory(course=asked[Module.PARTNERSHIP])
        ParticipationFactory.create_batch(count, training=training, committee=body, certified=True)
    ParticipationFactory.create_batch(count, training=training, committee=world.klsp)
    for url, queries in (
        (page("trainings"), 12),
        # The audit record takes its lock by a statement of its own there.
        (page("training-export", "csv"), 9 + (connection.vendor == "postgresql")),
        (page("training", training.pk), 13),
        (page("coverage"), 15),
        (page("committee-trainings", world.klsp.slug), 14),
    ):
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200
