"""The forms of meetings by themselves: the day decides the roster, choices are the public words."""

from datetime import date

import pytest

from meetings.forms.concerns import ConcernFormSet
from meetings.forms.plan import PlanForm
from meetings.forms.record import ReportForm
from meetings.models import Meeting
from tests.factories.committees import MembershipFactory
from tests.factories.meetings import ConcernFactory, MeetingFactory
from tests.factories.places import CommunityFactory


def report_form(world, data=None, meeting=None):
    meeting = meeting or Meeting(committee=world.kksb, starts_on=date(2026, 6, 15))
    return ReportForm(data, instance=meeting, committee=world.kksb)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("not a day", date(2026, 6, 15)),
        ("", date(2026, 6, 15)),
    ],
)
def test_roster_follows_the_day_that_was_typed(world, typed, day):
    member = MembershipFactory(
        committee=world.kksb, from_on=date(2026, 3, 1), until_on=date(2026, 3, 1)
    )
    form = report_form(world, {"starts_on": typed})
    assert form.day == day
    assert (member in form.roster) is (day == date(2026, 3, 1))
    assert (f"attendance_{member.pk}" in form.fields) is (day == date(2026, 3, 1))


def test_chair_is_chosen_from_the_roster_by_name(world):
    former = MembershipFactory(committee=world.kksb, until_on=date(2026, 1, 1))
    other = MembershipFactory(committee=world.elsewhere)
    choices = dict(report_form(world).fields["chaired_by"].choices)
    labels = {str(key): label for key, label in choices.items()}
    assert str(former.pk) not in labels
    assert str(other.pk) not in labels
    assert "Shpresa Fshehtina" in labels.values()


@pytest.mark.parametrize(("typed", "kept"), [("true", True), ("false", False), ("", None)])
def test_what_was_said_of_incidents_has_three_values(world, typed, kept):
    form = report_form(
        world,
        {
            "starts_on": "2026-06-01",
            "kind": "regular",
            "precision": "day",
            "incident_discussed": typed,
        },
    )
    assert form.is_valid(), form.errors
    assert form.save(commit=False).incident_discussed is kept


def test_member_without_a_mark_is_unknown_and_not_absent(world):
    form = report_form(world, {"starts_on": "2026-06-01", "kind": "regular", "precision": "day"})
    assert form.is_valid()
    assert set(form.attendance().values()) == {("unknown", "")}


def test_capacity_of_the_chair_follows_from_the_seat_unless_it_is_said(world):
    chair = MembershipFactory(committee=world.kksb, seat__capacity="mayor")
    typed = {
        "starts_on": "2026-06-01",
        "kind": "regular",
        "precision": "day",
        "chaired_by": chair.pk,
    }
    for said, kept in ((None, "mayor"), ("deputy_mayor", "deputy_mayor")):
        form = report_form(world, typed | ({"chaired_as": said} if said else {}))
        assert form.is_valid()
        assert form.save(commit=False).chaired_as == kept


def test_plan_carries_its_version_and_its_agenda(world):
    meeting = MeetingFactory(committee=world.kksb, planned=True, agenda=["Një", "Dy"])
    form = PlanForm(instance=meeting)
    assert form["version"].value() == 1
    assert form["agenda"].value() == "Një\nDy"


def test_concerns_known_before_show_their_communities_and_two_empty_rows(world):
    communities = CommunityFactory.create_batch(2)
    meeting = MeetingFactory(committee=world.kksb)
    ConcernFactory(meeting=meeting, communities=communities)
    known, empty, _more = ConcernFormSet(instance=meeting, prefix="concerns")
    assert set(known["communities"].value()) == {community.pk for community in communities}
    assert str(known["communities"]).count("checked") == 2
    assert empty["description"].value() is None
    assert str(empty["communities"]).count("checkbox") == len(known.fields["communities"].choices)
