"""Every model has a factory, and what a factory makes stands up to the model's own checks."""

import pytest
from django.apps import apps
from factory.django import DjangoModelFactory
from simple_history.models import HistoricalChanges

from accounts.choices import Role
from committees.choices import Office
from meetings.choices import ActivityState, MeetingStatus, WorkPlanAnswer, WorkPlanStatus
from meetings.models import Meeting, WorkPlan
from tests.factories import (
    accounts,
    committees,
    compensation,
    concerns,
    establishment,
    meetings,
    notices,
    places,
    reports,
)

FACTORIES = {
    factory._meta.model: factory
    for module in (
        *(places, accounts, notices, committees, establishment, meetings),
        *(compensation, concerns, reports),
    )
    for factory in vars(module).values()
    if isinstance(factory, type)
    and issubclass(factory, DjangoModelFactory)
    and factory is not DjangoModelFactory
}
MODELS = [
    model
    for app in (
        *("places", "accounts", "notices", "committees", "establishment", "meetings"),
        *("compensation", "concerns", "reports"),
    )
    for model in apps.get_app_config(app).get_models()
    if not issubclass(model, HistoricalChanges)
]


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_factory_makes_valid_rows(model):
    for _time in range(2):
        row = FACTORIES[model]()
        row.full_clean()
        assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_grant_of_each_role(role):
    grant = accounts.RoleGrantFactory(**{role.value: True})
    assert grant.role == role
    grant.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("office", [office for office in Office if office != Office.MEMBER])
def test_member_of_each_office(office):
    council = committees.CommitteeFactory(kksb=True)
    member = committees.MembershipFactory(committee=council, **{office.value: True})
    assert member.office == office
    assert member.seat.committee == council
    assert member.seat.is_voting == (office != Office.OBSERVER)


@pytest.mark.django_db
@pytest.mark.parametrize("status", MeetingStatus)
def test_meeting_of_each_status(status):
    assert meetings.MeetingFactory(**{status.value: True}).status == status


@pytest.mark.django_db
def test_agenda_is_searchable():
    meeting = meetings.MeetingFactory(agenda=["Qentë endacakë"])
    assert [item.title for item in meeting.agenda.all()] == ["Qentë endacakë"]
    assert Meeting.objects.matching("qente").get() == meeting


@pytest.mark.django_db
def test_attendance_is_of_the_meetings_own_committee():
    row = meetings.AttendanceFactory()
    assert row.membership.seat.committee == row.meeting.committee


@pytest.mark.django_db
def test_work_plan_of_each_answer():
    meetings.WorkPlanFactory()
    meetings.WorkPlanFactory(adopted=True)
    meetings.WorkPlanFactory(with_activities=True)
    answers = WorkPlan.objects.with_answer().order_by("pk").values_list("answer", flat=True)
    assert list(answers) == [
        WorkPlanAnswer.NO,
        WorkPlanAnswer.YES,
        WorkPlanAnswer.WITH_ACTIVITIES,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("status", WorkPlanStatus)
def test_work_plan_of_each_status(status):
    traits = {} if status == WorkPlanStatus.DRAFT else {status.value: True}
    plan = meetings.WorkPlanFactory(**traits)
    assert plan.status == plan.status_of_days == status


@pytest.mark.django_db
@pytest.mark.parametrize("state", ActivityState)
def test_activity_of_each_state(state):
    traits = {} if state == ActivityState.PLANNED else {state.value: True}
    assert meetings.ActivityFactory(**traits).state == state
