"""What the database itself refuses: each check constraint, by one row that breaks it."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from committees.choices import CommitteeKind
from tests.factories import accounts, committees, meetings, places

YESTERDAY, LONG_AGO = date(2019, 12, 31), date(1999, 1, 1)


def grant(role):
    return lambda: accounts.RoleGrantFactory(**{role: True})


# Name of the constraint: (a good row, the values that break it)
BREAKS = {
    "accounts_user_language_known": (accounts.UserFactory, {"language": "fr"}),
    "accounts_rolegrant_role_known": (accounts.RoleGrantFactory, {"role": "king"}),
    "accounts_rolegrant_ends_after_start": (accounts.RoleGrantFactory, {"until_on": YESTERDAY}),
    "accounts_rolegrant_region_fits_role": (grant("regional_director"), {"region": None}),
    "accounts_rolegrant_municipality_fits_role": (
        grant("municipal_officer"),
        {"municipality": None},
    ),
    "accounts_rolegrant_station_fits_role": (grant("station_commander"), {"station": None}),
    "committees_committee_kind_known": (committees.CommitteeFactory, {"kind": "club"}),
    "committees_committee_status_known": (committees.CommitteeFactory, {"status": "asleep"}),
    "committees_committee_status_stamped": (
        committees.CommitteeFactory,
        {"status_at": timezone.now},
    ),
    "committees_committee_has_municipality": (committees.CommitteeFactory, {"municipality": None}),
    "committees_seat_capacity_known": (committees.SeatFactory, {"capacity": "king"}),
    "committees_seat_represents_one": (
        committees.SeatFactory,
        {
            "represents_community": places.CommunityFactory,
            "represents_religion": places.ReligiousCommunityFactory,
        },
    ),
    "committees_person_sex_known": (committees.PersonFactory, {"sex": "q"}),
    "committees_membership_office_known": (committees.MembershipFactory, {"office": "king"}),
    "committees_membership_ends_after_start": (
        committees.MembershipFactory,
        {"until_on": YESTERDAY},
    ),
    "committees_rule_ends_after_start": (committees.RuleFactory, {"valid_to": LONG_AGO}),
    "meetings_meeting_kind_known": (meetings.MeetingFactory, {"kind": "party"}),
    "meetings_meeting_status_known": (meetings.MeetingFactory, {"status": "asleep"}),
    "meetings_meeting_precision_known": (meetings.MeetingFactory, {"precision": "century"}),
    "meetings_meeting_status_stamped": (meetings.MeetingFactory, {"status_at": timezone.now}),
    "meetings_attendance_code_known": (meetings.AttendanceFactory, {"code": "asleep"}),
    "meetings_attendance_represented_only": (
        meetings.AttendanceFactory,
        {"represented_by": "Toger"},
    ),
    "meetings_workplan_year_plausible": (meetings.WorkPlanFactory, {"year": 1999}),
    "meetings_compensationreport_year_plausible": (
        meetings.CompensationReportFactory,
        {"year": 2101},
    ),
    "meetings_compensationreport_answer_known": (
        meetings.CompensationReportFactory,
        {"answer": "perhaps"},
    ),
    "places_policestation_level_known": (places.PoliceStationFactory, {"level": "castle"}),
    "places_stationregion_ends_after_start": (
        lambda: places.StationRegionFactory(valid_from=date(2020, 1, 1)),
        {"valid_to": YESTERDAY},
    ),
}


def refuses(row, **values):
    """Say whether the database refuses the values on the row, past all Python."""
    values = {name: value() if callable(value) else value for name, value in values.items()}
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**values)
    except IntegrityError as error:
        return str(error)
    return ""


def test_every_check_constraint_has_its_break():
    declared = {
        constraint.name
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and model.__module__.split(".")[0]
        in {"accounts", "audit", "committees", "meetings", "places"}
    }
    assert declared == set(BREAKS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BREAKS)
def test_database_refuses_the_row_that_breaks_it(name):
    factory, values = BREAKS[name]
    # A role that does not exist fits no scope either; which of the two is named is open.
    named = name.removesuffix("role_known")
    assert named in refuses(factory(), **values)


@pytest.mark.django_db
@pytest.mark.parametrize("factory", [committees.CommitteeFactory, meetings.MeetingFactory])
def test_stamps_are_set_together(factory):
    row, user = factory(), accounts.UserFactory()
    assert refuses(row, status_at=timezone.now)
    assert refuses(row, status_by=user)
    assert not refuses(row, status_at=timezone.now, status_by=user)
    assert not refuses(row, status_at=None, status_by=None)


@pytest.mark.django_db
def test_scope_that_a_role_does_not_have_is_refused():
    place = places.MunicipalityFactory()
    found = refuses(grant("administrator")(), municipality=place)
    assert "accounts_rolegrant_municipality_fits_role" in found


@pytest.mark.django_db
def test_national_body_has_no_municipality():
    national = committees.CommitteeFactory(
        kind=CommitteeKind.NATIONAL, municipality=None, station=None
    )
    found = refuses(national, municipality=places.MunicipalityFactory)
    assert "committees_committee_has_municipality" in found
