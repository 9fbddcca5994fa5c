"""Two rows of one person: asked when a member is added, listed, and joined without loss."""

from datetime import date

import pytest
from django.urls import reverse
from simple_history.models import HistoricalChanges

from accounts.choices import Role
from audit.models import AuditEvent
from committees.actions import MergeRefused, merge_persons
from committees.choices import ParticipationStatus
from committees.models import Membership, Person, PersonalProfile
from committees.persons import alike_pairs, with_places
from reports.models import CountedPerson
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.committees import (
    CommitteeFactory,
    MembershipFactory,
    ParticipationFactory,
    PersonalProfileFactory,
    PersonFactory,
    SeatFactory,
    TrainingFactory,
)
from tests.factories.test_factories import FACTORIES
from tests.roles import answer, names_every_action, rights, rows_of, truth_table

PERSON = {"v": "view", "m": "merge", "c": "correct"}
# A person of the council, one of the local committee, and one of both and of another council.
PERSONS = truth_table("""
    kksb  klsp  wide
    anonymous                -   -   -
    account                  -   -   -
    station_commander        -   -   -
    station_officer          -   -   -
    station_commander nearby  -  -   -
    regional_director        -   -   -
    community_policing       -   vmc  v
    deputy_general_director  -   -   -
    general_director         -   -   -
    municipal_officer        vmc  vmc  v
    mia_officer              -   -   -
    mlga_officer             -   -   -
    osce_monitor             -   -   -
    administrator            vmc  vmc  vmc
    chair                    c   c   -
    deputy                   c   c   -
    secretary                c   c   -
    member                   -   -   -
    observer                 -   -   -
    police                   -   -   -
    every role, ended        -   -   -
    every role, to come      -   -   -
    station_commander elsewhere  -  -  -
    station_officer elsewhere  -  -  -
    regional_director elsewhere  -  -  -
    municipal_officer elsewhere  -  -  v
    every office, ended      -   -   -
    every office, to come    -   -   -
    every office, elsewhere  -   -   -
""")
ALIKE = "committees:persons-alike"


def somebody(*committees, given="Besa", family="Shembulli", **days):
    person = PersonFactory(given_name=given, family_name=family)
    for committee in committees:
        MembershipFactory(committee=committee, person=person, **days)
    return person


def merge_page(one, other):
    return reverse("committees:person-merge", kwargs={"one": one.pk, "other": other.pk})


def seat_page(committee):
    return reverse("committees:seat", kwargs={"committee": committee.slug})


def member(**changes):
    return {
        "given_name": "Besa",
        "family_name": "Shembulli",
        "capacity": "youth",
        "office": "member",
        "from_on": "2026-02-01",
    } | changes


@pytest.fixture
def keeper(signed_in):
    return signed_in("administrator")


def test_table_speaks_of_every_action():
    # What somebody declares is asked in `test_profiles.py`, access in `test_access.py`, how
    # somebody is reached in `test_contacts.py`.
    elsewhere = {
        "d": "declare",
        "w": "withdraw",
        "g": "give_access",
        "i": "invite_again",
        "k": "keep_contact",
    }
    assert names_every_action(Person, PERSON | elsewhere)


@rows_of(PERSONS)
def test_who_sees_and_joins_persons(signed_in, world, name, expected):
    client = signed_in(name)
    sets = {
        "kksb": (world.kksb,),
        "klsp": (world.klsp,),
        "wide": (world.kksb, world.klsp, world.elsewhere),
    }
    for column, letters in expected.items():
        one, other = (
            somebody(*sets[column], family=column, from_on=first, until_on=last)
            for first, last in (
                (date(2020, 1, 1), date(2020, 12, 31)),
                (date(2021, 1, 1), date(2021, 12, 31)),
            )
        )
        assert rights(client.user, one, PERSON) == letters, column
        listed = client.get(reverse(ALIKE), {"q": column})
        shown = listed.status_code == 200 and merge_page(one, other) in listed.text
        assert shown is ("m" in letters), column
        found, wanted = answer(client, merge_page(one, other), letters, "m")
        assert found == wanted, column
        history = reverse("committees:person-history", kwargs={"pk": one.pk})
        found, wanted = answer(client, history, letters, "m")
        assert found == wanted, column
        client.post(merge_page(one, other), {"kept": one.pk, "comment": "same birth date"})
        other.refresh_from_db()
        assert (other.merged_into == one) is ("m" in letters), column


def test_known_name_is_asked_about_and_the_choice_is_kept(keeper, world):
    known = somebody(world.kksb, given="BESA")
    page = keeper.post(seat_page(world.klsp), member(act="Vendimi 7"))
    assert "Somebody of this name is known. Say whether it is the same." in page.text
    assert f"BESA Shembulli, on the committee {world.kksb}" in page.text
    assert 'value="Vendimi 7"' in page.text
    assert not Membership.objects.of(world.klsp).filter(person=known).exists()
    bad = keeper.post(seat_page(world.klsp), member(known_person="0"))
    assert "0 is not one of the available choices." in bad.text
    keeper.post(seat_page(world.klsp), member(known_person=str(known.pk)))
    assert Membership.objects.of(world.klsp).filter(person=known).exists()
    assert Person.objects.matching("besa").count() == 1


def test_swapped_names_are_asked_about_too(keeper, world):
    somebody(world.kksb, given="Shembulli", family="Besa")
    assert "Is it one of these?" in keeper.post(seat_page(world.klsp), member()).text


def test_somebody_else_of_the_name_is_a_new_person(keeper, world):
    known = somebody(world.kksb)
    keeper.post(seat_page(world.klsp), member(known_person="new"))
    row = Membership.objects.of(world.klsp).get(person__family_name="Shembulli")
    assert row.person != known


def test_nobody_learns_by_asking_who_sits_where_they_may_not_see(client, world):
    somebody(world.elsewhere)
    client.force_login(world.person("municipal_officer"))
    page = client.post(seat_page(world.klsp), member())
    assert page.status_code == 302
    assert Membership.objects.of(world.klsp).filter(person__family_name="Shembulli").exists()


def test_pairs_are_alike_by_name_in_any_writing_and_nearest_first(world):
    same = [somebody(world.klsp, given="Shpresa"), somebody(world.kksb, given="SHPRESA")]
    near = somebody(world.klsp, given="Shpressa")
    far = somebody(world.elsewhere, given="Shpresa")
    somebody(world.klsp, given="Besa")
    somebody(world.klsp, given="Shpresa", family="Tjetri")
    pairs = alike_pairs(with_places(Person.objects.exclude(family_name="Fshehtina").order_by("pk")))
    found = [(pair.one, pair.other, pair.is_same_name, pair.is_same_place) for pair in pairs]
    assert found == [
        (*same, True, True),
        (same[0], near, False, True),
        (same[1], near, False, True),
        (same[0], far, True, False),
        (same[1], far, True, False),
        (near, far, False, False),
    ]


def test_list_shows_other_municipalities_only_when_asked(keeper, world):
    one, other = somebody(world.klsp), somebody(world.elsewhere)
    assert merge_page(one, other) not in keeper.get(reverse(ALIKE)).text
    assert merge_page(one, other) in keeper.get(reverse(ALIKE), {"everywhere": "on"}).text


def test_joined_row_moves_everything_and_is_kept_out_of_sight(keeper, world):
    kept = somebody(world.klsp, until_on=date(2022, 12, 31))
    gone = somebody(world.klsp, world.kksb, from_on=date(2023, 1, 1))
    Person.objects.filter(pk=gone.pk).update(sex="f", user=UserFactory())
    user = Person.objects.get(pk=gone.pk).user
    pks = set(Membership.objects.filter(person__in=[kept, gone]).values_list("pk", flat=True))
    keeper.post(merge_page(kept, gone), {"kept": kept.pk, "comment": "the same birth date"})
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert set(kept.memberships.values_list("pk", flat=True)) == pks
    assert not gone.memberships.exists()
    assert (kept.user, kept.sex, gone.user, gone.merged_into) == (user, "f", None, kept)
    event = AuditEvent.objects.get(action="person.merge")
    assert event.detail["gone"] == gone.pk
    assert event.detail["memberships"] == 2
    moved = Membership.history.filter(person=kept, history_type="~")
    reasons = moved.values_list("history_change_reason", flat=True)
    assert list(reasons) == ["the same birth date"] * 2
    history = keeper.get(reverse("committees:person-history", kwargs={"pk": kept.pk}))
    assert "Reason: the same birth date" in history.text
    assert gone not in Person.objects.known()
    assert keeper.get(merge_page(kept, gone)).status_code == 404
    listed = keeper.get(reverse(ALIKE), {"q": "Shembulli"})
    assert listed.context["object_list"] == []


def test_every_relation_to_a_person_moves(world):
    """A new relation to persons needs a factory here, or this test fails."""
    kept, gone = PersonFactory(), PersonFactory()
    relations = Person._meta.related_objects
    for relation in relations:
        name = relation.field.name
        if relation.related_model is Person:
            FACTORIES[Person](**{name: gone})
        elif relation.field.many_to_many:
            getattr(FACTORIES[relation.related_model](), name).add(gone)
        else:
            FACTORIES[relation.related_model](**{name: gone})
    merge_persons.unasked(kept=kept, gone=gone, comment="same", by=None)
    for relation in relations:
        rows = relation.related_model._base_manager
        left = rows.filter(**{relation.field.name: gone})
        moved = rows.filter(**{relation.field.name: kept}).exclude(pk=gone.pk)
        assert not left.exists(), relation
        assert moved.count() == 1, relation


def test_what_points_at_a_person_is_known_to_whoever_joins_rows():
    assert {"membership", "person"} <= {
        relation.related_model._meta.model_name for relation in Person._meta.related_objects
    }


def test_no_relation_hides_from_whoever_joins_rows():
    """What `related_objects` leaves out is history, or goes by a door of its own."""
    hidden = {
        relation.related_model
        for relation in Person._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and relation.hidden
    }
    hidden = {row for row in hidden if not issubclass(row, HistoricalChanges)}
    # Who was counted stays counted: a table follows the rows that were joined.
    assert hidden == {PersonalProfile, CountedPerson}


@pytest.mark.parametrize("kept_declared", [True, False])
def test_declaration_follows_the_person_and_only_one_is_left(world, kept_declared):
    kept, gone = PersonFactory(), PersonFactory()
    PersonalProfileFactory(person=gone, religion_withheld=True)
    if kept_declared:
        PersonalProfileFactory(person=kept)
    merge_persons.unasked(kept=kept, gone=gone, comment="same", by=None)
    left = PersonalProfile.objects.get()
    assert left.person == kept
    assert left.religion_withheld is not kept_declared
    wanted = "profile.erase" if kept_declared else "profile.move"
    assert AuditEvent.objects.filter(action__startswith="profile.").get().action == wanted


def test_two_entries_of_one_training_are_joined_once_one_is_struck(world):
    training = TrainingFactory()
    kept, gone = (ParticipationFactory(training=training).person for _entry in range(2))
    with pytest.raises(MergeRefused, match="Both have an entry in the same training"):
        merge_persons.unasked(kept=kept, gone=gone, comment="same", by=None)
    training.participations.filter(person=gone).update(status=ParticipationStatus.STRUCK)
    merge_persons.unasked(kept=kept, gone=gone, comment="same", by=None)
    assert training.participations.counting().get().person == kept
    assert training.participations.get(person=gone).status == ParticipationStatus.STRUCK


def test_two_accounts_are_not_joined(keeper, world):
    one, other = somebody(world.klsp, until_on=date(2022, 1, 1)), somebody(world.kksb)
    for person in (one, other):
        Person.objects.filter(pk=person.pk).update(user=UserFactory())
    assert "Both have an account." in keeper.get(merge_page(one, other)).text
    page = keeper.post(merge_page(one, other), {"kept": one.pk, "comment": "same"})
    assert "Both have an account." in page.context["form"].non_field_errors()[0]
    other.refresh_from_db()
    assert other.merged_into is None


@pytest.mark.parametrize(
    ("first", "is_refused"), [(date(2022, 1, 1), True), (date(2022, 1, 2), False)]
)
def test_person_who_would_sit_twice_on_a_day_is_not_joined(keeper, world, first, is_refused):
    one = somebody(world.klsp, until_on=date(2022, 1, 1))
    other = somebody(world.klsp, from_on=first)
    page = keeper.post(merge_page(one, other), {"kept": other.pk, "comment": "same"})
    one.refresh_from_db()
    assert (one.merged_into is None) is is_refused
    if is_refused:
        assert page.context["form"].non_field_errors() == [
            "One person would sit twice on the same committee on a day:",
            f"{world.klsp}, from 01.01.2022",
        ]
        assert other.memberships.count() == one.memberships.count() == 1


def test_joined_row_is_not_joined_again(world):
    one, other, third = somebody(world.klsp), somebody(world.kksb), somebody(world.elsewhere)
    merge_persons.unasked(kept=one, gone=other, comment="same", by=None)
    for kept, gone in ((third, other), (other, third), (one, one)):
        with pytest.raises((MergeRefused, KeyError)):
            merge_persons.unasked(kept=kept, gone=gone, comment="same", by=None)
    merge_persons.unasked(kept=third, gone=one, comment="same", by=None)
    other.refresh_from_db()
    assert other.merged_into == third
    assert third.memberships.count() == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"kept": ""}, "This field is required."), ({"comment": " "}, "This field is required.")],
)
def test_joining_needs_a_row_and_a_reason(keeper, world, typed, said):
    one, other = somebody(world.klsp, until_on=date(2022, 1, 1)), somebody(world.kksb)
    page = keeper.post(merge_page(one, other), {"kept": one.pk, "comment": "same"} | typed)
    assert said in page.text
    assert not Person.objects.exclude(merged_into=None).exists()


def test_one_person_is_no_pair(keeper, world):
    one = somebody(world.klsp)
    assert keeper.get(merge_page(one, one)).status_code == 404


def test_officer_of_one_place_does_not_join_across_places(client, world):
    one, other = somebody(world.klsp), somebody(world.elsewhere)
    grant = RoleGrantFactory(role=Role.MUNICIPAL_OFFICER, municipality=world.here)
    client.force_login(grant.user)
    client.post(merge_page(one, other), {"kept": one.pk, "comment": "same"})
    assert not Person.objects.exclude(merged_into=None).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_pairs_as_for_one(
    keeper, world, count, django_assert_num_queries
):
    for number in range(count):
        for _twin in range(2):
            seat = SeatFactory(committee=CommitteeFactory(municipality=world.here))
            person = PersonFactory(given_name="Besa", family_name=f"Pari{number}")
            MembershipFactory(seat=seat, person=person)
    with django_assert_num_queries(9):
        page = keeper.get(reverse(ALIKE), {"q": "Pari"})
    assert len(page.context["object_list"]) == count
