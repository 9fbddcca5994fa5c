"""What the database itself refuses: each check constraint, by one row that breaks it."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from committees.choices import CommitteeKind
from tests.factories import (
    accounts,
    committees,
    compensation,
    concerns,
    establishment,
    meetings,
    notices,
    places,
    publisher,
    reports,
)

YESTERDAY, LONG_AGO = date(2019, 12, 31), date(1999, 1, 1)
DAY = date(2026, 6, 1)


def grant(role):
    return lambda: accounts.RoleGrantFactory(**{role: True})


def change():
    """Return a request about a committee that is there."""
    return establishment.EstablishmentRequestFactory(change=True)


def mandate(**days):
    """Return a mandate that began on 1 May 2026."""
    return committees.MandateFactory(**days)


# What publishing writes to an edition.
PUBLISHED = {
    "status": "published",
    "number": 1,
    "reviewed_at": timezone.now,
    "reviewed_by": accounts.UserFactory,
    "reviewed_as": "mlga_officer",
}
# Name of the constraint: (a good row, the values that break it)
BREAKS = {
    "reports_savedview_page_known": (reports.SavedViewFactory, {"page": "account_login"}),
    "reports_savedview_of_person_or_role": (reports.SavedViewFactory, {"role": "osce_monitor"}),
    "reports_savedview_ended_stamped": (reports.SavedViewFactory, {"ended_at": timezone.now}),
    "reports_total_kind_known": (reports.ImportedTotalFactory, {"kind": "club"}),
    "reports_total_part_of_whole": (reports.ImportedTotalFactory, {"denominator": 21}),
    "reports_total_has_source": (reports.ImportedTotalFactory, {"source": ""}),
    "reports_edition_kind_known": (reports.EditionFactory, {"kind": "club"}),
    "reports_edition_status_known": (
        lambda: reports.EditionFactory(in_review=True),
        {"status": "lost"},
    ),
    "reports_edition_status_stamped": (reports.EditionFactory, {"status_at": timezone.now}),
    "reports_edition_frozen_unless_draft": (reports.EditionFactory, {"cut_off": timezone.now}),
    "reports_edition_out_numbered_and_reviewed": (
        lambda: reports.EditionFactory(in_review=True),
        {"status": "published"},
    ),
    "reports_edition_reviewed_by_another": (
        lambda: reports.EditionFactory(in_review=True),
        PUBLISHED | {"reviewed_by": models.F("prepared_by")},
    ),
    "reports_edition_later_has_reason": (
        lambda: reports.EditionFactory(in_review=True),
        PUBLISHED | {"number": 2},
    ),
    "publisher_publisher_only_one": (publisher.PublisherFactory, {"id": 2}),
    "publisher_publisher_opened_stamped": (publisher.PublisherFactory, {"opened_at": timezone.now}),
    "accounts_user_language_known": (accounts.UserFactory, {"language": "fr"}),
    "accounts_user_email_in_small_letters": (accounts.UserFactory, {"email": "Big@example.org"}),
    "accounts_user_invited_by_somebody": (accounts.UserFactory, {"invited_at": timezone.now}),
    "accounts_apitoken_scope_known": (accounts.ApiTokenFactory, {"scope": "nothing"}),
    "accounts_rolegrant_role_known": (accounts.RoleGrantFactory, {"role": "king"}),
    "accounts_rolegrant_ends_after_start": (accounts.RoleGrantFactory, {"until_on": YESTERDAY}),
    "accounts_rolegrant_acting_has_end": (
        accounts.RoleGrantFactory,
        {"acting_for": accounts.RoleGrantFactory},
    ),
    "accounts_rolegrant_given_by_somebody": (
        accounts.RoleGrantFactory,
        {"given_at": timezone.now},
    ),
    "accounts_rolegrant_not_given_to_oneself": (
        accounts.RoleGrantFactory,
        {"given_at": timezone.now, "given_by": models.F("user"), "confirmed_at": None},
    ),
    "accounts_rolegrant_confirmed_by_another": (
        accounts.RoleGrantFactory,
        {"confirmed_by": models.F("user")},
    ),
    "accounts_rolegrant_ended_by_somebody": (
        accounts.RoleGrantFactory,
        {"ended_at": timezone.now},
    ),
    "accounts_rolegrant_region_fits_role": (grant("regional_director"), {"region": None}),
    "accounts_rolegrant_municipality_fits_role": (
        grant("municipal_officer"),
        {"municipality": None},
    ),
    "accounts_rolegrant_station_fits_role": (grant("station_commander"), {"station": None}),
    "compensation_rate_committee_kind_known": (
        compensation.RateFactory,
        {"committee_kind": "club"},
    ),
    "compensation_rate_office_known": (compensation.RateFactory, {"office": "king"}),
    "compensation_rate_meeting_kind_known": (compensation.RateFactory, {"meeting_kind": "party"}),
    "compensation_rate_not_negative": (compensation.RateFactory, {"amount": -1}),
    "compensation_rate_ends_after_start": (compensation.RateFactory, {"valid_to": YESTERDAY}),
    "compensation_entitlement_capacity_known": (
        compensation.EntitlementFactory,
        {"capacity": "king"},
    ),
    "compensation_entitlement_ends_after_start": (
        compensation.EntitlementFactory,
        {"valid_to": YESTERDAY},
    ),
    "compensation_run_status_known": (compensation.SettlementRunFactory, {"status": "lost"}),
    "compensation_run_status_stamped": (
        compensation.SettlementRunFactory,
        {"status_at": timezone.now},
    ),
    "compensation_run_ends_after_start": (
        compensation.SettlementRunFactory,
        {"until_on": YESTERDAY},
    ),
    "compensation_run_within_a_year": (
        compensation.SettlementRunFactory,
        {"until_on": date(2027, 1, 1)},
    ),
    "compensation_run_closed_with_sum_and_number": (
        lambda: compensation.SettlementRunFactory(closed=True),
        {"total": None},
    ),
    "compensation_run_numbered_is_kept": (
        lambda: compensation.SettlementRunFactory(number="KOMP-2020-9999"),
        {"status": "discarded"},
    ),
    "compensation_line_office_known": (compensation.SettlementLineFactory, {"office": "king"}),
    "compensation_line_capacity_known": (
        compensation.SettlementLineFactory,
        {"capacity": "king"},
    ),
    "compensation_line_not_negative": (compensation.SettlementLineFactory, {"amount": -1}),
    "compensation_payment_positive": (compensation.PaymentFactory, {"amount": 0}),
    "compensation_payment_withdrawal_whole": (
        compensation.PaymentFactory,
        {"withdrawn_at": timezone.now},
    ),
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
    "committees_seat_closes_after_opening": (
        lambda: committees.SeatFactory(opened_on=DAY),
        {"closed_on": YESTERDAY},
    ),
    "committees_seat_closing_act_has_day": (committees.SeatFactory, {"closing_act": "Nr. 1"}),
    "committees_person_merged_into_another": (
        committees.PersonFactory,
        {"merged_into": models.F("pk")},
    ),
    "committees_person_merged_has_no_account": (
        lambda: committees.PersonFactory(user=accounts.UserFactory()),
        {"merged_into": committees.PersonFactory},
    ),
    "committees_membership_term_ends_after_start": (
        committees.MembershipFactory,
        {"mandate_until_on": YESTERDAY},
    ),
    "committees_membership_end_reason_known": (
        lambda: committees.MembershipFactory(until_on=DAY),
        {"end_reason": "bored"},
    ),
    "committees_membership_reason_has_end": (
        committees.MembershipFactory,
        {"end_reason": "resigned"},
    ),
    "committees_membership_other_reason_in_words": (
        lambda: committees.MembershipFactory(until_on=DAY),
        {"end_reason": "other"},
    ),
    "meetings_signedrecord_quorum_whole": (meetings.SignedRecordFactory, {"voting": 5}),
    "meetings_signedpaper_audience_known": (meetings.SignedPaperFactory, {"audience": "all"}),
    "meetings_signedpaper_language_known": (meetings.SignedPaperFactory, {"language": "de"}),
    "meetings_signedpaper_hash_with_file": (meetings.SignedPaperFactory, {"sha256": "a" * 64}),
    "committees_struck_explained": (committees.StruckMembershipFactory, {"struck_because": ""}),
    "committees_struck_restored_with_reason": (
        committees.StruckMembershipFactory,
        {"restored_at": timezone.now},
    ),
    "committees_seattemplate_kind_known": (committees.SeatTemplateFactory, {"kind": "club"}),
    "committees_seattemplate_capacity_known": (
        committees.SeatTemplateFactory,
        {"capacity": "king"},
    ),
    "committees_seattemplate_represents_one": (
        committees.SeatTemplateFactory,
        {
            "represents_community": places.CommunityFactory,
            "represents_religion": places.ReligiousCommunityFactory,
        },
    ),
    "committees_seattemplate_has_a_place": (committees.SeatTemplateFactory, {"places": 0}),
    "committees_seattemplate_ends_after_start": (
        committees.SeatTemplateFactory,
        {"valid_to": LONG_AGO},
    ),
    "committees_mandate_notice_after_oath": (mandate, {"notice_on": YESTERDAY}),
    "committees_mandate_nominations_after_notice": (
        lambda: mandate(notice_on=DAY),
        {"nominations_on": date(2026, 5, 31)},
    ),
    "committees_mandate_decision_after_nominations": (
        lambda: mandate(nominations_on=DAY),
        {"decided_on": date(2026, 5, 31)},
    ),
    "committees_mandate_ends_after_steps": (
        lambda: mandate(decided_on=DAY),
        {"ended_on": date(2026, 5, 31), "end_reason": "resigned"},
    ),
    "committees_mandate_end_has_reason": (mandate, {"ended_on": DAY}),
    "committees_nomination_capacity_known": (
        committees.NominationFactory,
        {"capacity": "king"},
    ),
    "committees_nomination_represents_one": (
        committees.NominationFactory,
        {
            "represents_community": places.CommunityFactory,
            "represents_religion": places.ReligiousCommunityFactory,
        },
    ),
    "committees_rule_ends_after_start": (committees.RuleFactory, {"valid_to": LONG_AGO}),
    "reports_declared_kind_known": (reports.DeclaredTableFactory, {"kind": "club"}),
    "reports_touch_kind_known": (reports.TouchFactory, {"kind": "club"}),
    "reports_yearlyfigures_kind_known": (reports.YearlyFiguresFactory, {"kind": "club"}),
    "notices_mail_goes_to_one": (notices.MailFactory, {"to": None}),
    "meetings_document_kind_known": (meetings.DocumentFactory, {"kind": "poem"}),
    "meetings_actionproof_kind_known": (meetings.ActionProofFactory, {"kind": "poem"}),
    "meetings_activitydocument_kind_known": (meetings.ActivityDocumentFactory, {"kind": "poem"}),
    "concerns_concerndocument_kind_known": (concerns.ConcernDocumentFactory, {"kind": "poem"}),
    "notices_mail_one_end": (
        notices.MailFactory,
        {"sent_at": timezone.now(), "given_up_at": timezone.now()},
    ),
    "notices_mail_attachment_whole": (notices.MailFactory, {"attachment": "BEGIN:VCALENDAR"}),
    "committees_profile_community_said_or_withheld": (
        committees.PersonalProfileFactory,
        {"community": places.CommunityFactory},
    ),
    "committees_profile_religion_said_or_withheld": (
        committees.PersonalProfileFactory,
        {"religion": places.ReligiousCommunityFactory, "religion_withheld": True},
    ),
    "committees_profile_basis_has_its_proof": (
        committees.PersonalProfileFactory,
        {"legal_basis": "paper"},
    ),
    "committees_contact_not_empty": (committees.ContactFactory, {"email": "", "phone": ""}),
    "committees_contact_email_lower": (committees.ContactFactory, {"email": "Dea@example.org"}),
    "committees_contact_phone_international": (committees.ContactFactory, {"phone": "044123456"}),
    "committees_course_module_known": (committees.CourseFactory, {"module": "dancing"}),
    "committees_courseneed_kind_known": (committees.CourseNeedFactory, {"kind": "club"}),
    "committees_training_ends_after_start": (
        committees.TrainingFactory,
        {"until_on": YESTERDAY},
    ),
    "committees_participation_status_known": (
        committees.ParticipationFactory,
        {"status": "asleep"},
    ),
    "committees_participation_status_stamped": (
        committees.ParticipationFactory,
        {"status_at": timezone.now},
    ),
    "committees_participation_certificate_whole": (
        committees.ParticipationFactory,
        {"certificate_number": "CERT-2026-0001"},
    ),
    "committees_deadline_task_known": (committees.DeadlineFactory, {"task": "party"}),
    # Most states of a request ask for further columns; each row below brings them along, so that
    # it breaks no other constraint than its own.
    "establishment_request_status_known": (
        establishment.EstablishmentRequestFactory,
        {"status": "asleep", "submitted_on": DAY},
    ),
    "establishment_request_status_stamped": (
        establishment.EstablishmentRequestFactory,
        {"status_at": timezone.now},
    ),
    "establishment_request_purpose_known": (change, {"purpose": "party"}),
    "establishment_request_route_fits": (
        establishment.EstablishmentRequestFactory,
        {"route": ""},
    ),
    "establishment_request_change_has_committee": (change, {"committee": None}),
    "establishment_request_approval_founds": (
        establishment.EstablishmentRequestFactory,
        {
            "status": "approved",
            "submitted_on": DAY,
            "decided_on": DAY,
            "step": establishment.StepFactory,
        },
    ),
    "establishment_request_stands_at_level": (
        establishment.EstablishmentRequestFactory,
        {"status": "returned", "submitted_on": DAY},
    ),
    "establishment_request_clock_runs": (
        establishment.EstablishmentRequestFactory,
        {"status": "at_level", "submitted_on": DAY, "step": establishment.StepFactory},
    ),
    "establishment_request_submitted_has_day": (
        establishment.EstablishmentRequestFactory,
        {"status": "submitted"},
    ),
    "establishment_request_decided_has_day": (
        establishment.EstablishmentRequestFactory,
        {"decided_on": DAY},
    ),
    "establishment_request_period_ends_after_start": (
        establishment.EstablishmentRequestFactory,
        {"analysis_from": YESTERDAY, "analysis_to": LONG_AGO},
    ),
    "establishment_request_somebody_signed": (
        establishment.EstablishmentRequestFactory,
        {"signatories": 0},
    ),
    "establishment_level_role_known": (establishment.LevelFactory, {"role": "king"}),
    "establishment_level_has_time": (establishment.LevelFactory, {"working_days": 0}),
    "establishment_step_region_known": (establishment.StepFactory, {"role": "regional_director"}),
    "establishment_step_station_known": (establishment.StepFactory, {"role": "station_commander"}),
    "establishment_decision_status_known": (
        establishment.DecisionFactory,
        {"status": "perhaps", "ended_by": establishment.DecisionFactory},
    ),
    "establishment_decision_ended_by_one": (establishment.DecisionFactory, {"status": "replaced"}),
    "establishment_letter_language_known": (
        establishment.DecisionLetterFactory,
        {"language": "fr"},
    ),
    "establishment_letter_hash_with_file": (
        establishment.DecisionLetterFactory,
        {"sha256": None},
    ),
    "establishment_member_whole_name": (establishment.ProposedMemberFactory, {"given_name": ""}),
    "establishment_member_represents_one": (
        establishment.ProposedMemberFactory,
        {
            "represents_community": places.CommunityFactory,
            "represents_religion": places.ReligiousCommunityFactory,
        },
    ),
    "establishment_member_capacity_known": (
        establishment.ProposedMemberFactory,
        {"capacity": "king"},
    ),
    "establishment_member_office_known": (establishment.ProposedMemberFactory, {"office": "king"}),
    "establishment_member_sex_known": (establishment.ProposedMemberFactory, {"sex": "q"}),
    "establishment_document_kind_known": (establishment.RequestDocumentFactory, {"kind": "song"}),
    "establishment_document_removed_stamped": (
        establishment.RequestDocumentFactory,
        {"removed_at": timezone.now},
    ),
    "meetings_meeting_kind_known": (meetings.MeetingFactory, {"kind": "party"}),
    "meetings_meeting_status_known": (meetings.MeetingFactory, {"status": "asleep"}),
    "meetings_meeting_precision_known": (meetings.MeetingFactory, {"precision": "century"}),
    "meetings_meeting_status_stamped": (meetings.MeetingFactory, {"status_at": timezone.now}),
    "meetings_concern_status_known": (meetings.ConcernFactory, {"status": "asleep"}),
    "meetings_concern_sensitivity_known": (meetings.ConcernFactory, {"sensitivity": "hot"}),
    "meetings_concern_reach_known": (meetings.ConcernFactory, {"reach": "far"}),
    "meetings_concern_raised_as_known": (meetings.ConcernFactory, {"raised_as": "king"}),
    "meetings_concern_language_known": (meetings.ConcernFactory, {"language": "la"}),
    "meetings_concern_status_stamped": (meetings.ConcernFactory, {"status_at": timezone.now}),
    "meetings_concern_one_holder": (meetings.ConcernFactory, {"holder_ministry": "mia"}),
    "meetings_concern_raised_some_day": (
        meetings.ConcernFactory,
        {"meeting": None, "raised_on": None},
    ),
    "meetings_concern_happened_before_raised": (
        meetings.ConcernFactory,
        {"occurred_on": date(2025, 3, 13)},
    ),
    "meetings_concern_serious_is_incident": (meetings.ConcernFactory, {"is_serious": True}),
    "meetings_concern_point_in_kosovo": (meetings.ConcernFactory, {"latitude": "42.00"}),
    "meetings_concern_closed_with_answer": (meetings.ConcernFactory, {"answer": "Po."}),
    "meetings_concern_duplicate_names_other": (
        meetings.ConcernFactory,
        {"duplicate_of": meetings.ConcernFactory},
    ),
    "meetings_concern_published_when_closed": (
        meetings.ConcernFactory,
        {"published_at": timezone.now, "published_by": accounts.UserFactory},
    ),
    "meetings_referral_one_receiver": (meetings.ReferralFactory, {"to_ministry": "mia"}),
    "meetings_referral_not_to_itself": (
        meetings.ReferralFactory,
        {"to_committee": models.F("from_committee")},
    ),
    "meetings_referral_closed_with_words": (meetings.ReferralFactory, {"outcome": "answered"}),
    "concerns_text_language_known": (concerns.ConcernTextFactory, {"language": "la"}),
    "concerns_problem_response_after_analysis": (
        concerns.ProblemRecordFactory,
        {"response": "Patrullë"},
    ),
    "concerns_problem_assessed_after_response": (
        concerns.ProblemRecordFactory,
        {"assessment": "Ndihmoi", "assessed_on": DAY, "has_helped": True},
    ),
    "concerns_project_status_known": (concerns.ProjectFactory, {"status": "asleep"}),
    "concerns_project_status_stamped": (concerns.ProjectFactory, {"status_at": timezone.now}),
    "concerns_project_cost_not_negative": (concerns.ProjectFactory, {"cost": -1}),
    "concerns_project_running_has_donor": (concerns.ProjectFactory, {"status": "running"}),
    "concerns_project_ended_with_result": (concerns.ProjectFactory, {"result": "U krye."}),
    "concerns_project_end_has_day": (concerns.ProjectFactory, {"status": "given_up"}),
    "concerns_project_ends_after_start": (
        lambda: concerns.ProjectFactory(finished=True),
        {"ended_on": LONG_AGO},
    ),
    "concerns_response_kind_known": (concerns.MunicipalResponseFactory, {"kind": "song"}),
    "meetings_agendaitem_kind_known": (meetings.AgendaItemFactory, {"kind": "song"}),
    "meetings_agendaitem_theme_has_title": (meetings.AgendaItemFactory, {"title": ""}),
    "meetings_agendaitem_follows_one": (
        meetings.AgendaItemFactory,
        {"concern": meetings.ConcernFactory, "action": meetings.ActionFactory},
    ),
    "meetings_agendaitem_resolution_known": (
        meetings.AgendaItemFactory,
        {"resolution": "by lot"},
    ),
    "meetings_agendaitem_votes_counted": (meetings.AgendaItemFactory, {"resolution": "vote"}),
    "meetings_standingitem_kind_known": (meetings.StandingItemFactory, {"kind": "song"}),
    "meetings_standingitem_ends_after_start": (
        meetings.StandingItemFactory,
        {"valid_to": LONG_AGO},
    ),
    "meetings_action_status_known": (meetings.ActionFactory, {"status": "asleep"}),
    "meetings_action_status_stamped": (meetings.ActionFactory, {"status_at": timezone.now}),
    "meetings_action_closed_dated": (meetings.ActionFactory, {"status": "done"}),
    "meetings_action_result_dated": (meetings.ActionFactory, {"result": "U krye."}),
    "meetings_institution_kind_known": (meetings.InstitutionFactory, {"kind": "club"}),
    "meetings_institution_answered_as_known": (
        meetings.InstitutionFactory,
        {"answered_as": "king"},
    ),
    "meetings_itemtext_language_known": (meetings.ItemTextFactory, {"language": "fr"}),
    "meetings_minutes_status_known": (
        meetings.MinutesFactory,
        {"status": "lost", "approved_on": DAY},
    ),
    "meetings_minutes_status_stamped": (meetings.MinutesFactory, {"status_at": timezone.now}),
    "meetings_minutes_approval_dated": (meetings.MinutesFactory, {"approved_on": DAY}),
    "meetings_meeting_called_as_known": (meetings.MeetingFactory, {"called_as": "king"}),
    "meetings_meeting_evidence_known": (meetings.MeetingFactory, {"evidence": "rumour"}),
    "meetings_meeting_later_minutes_only": (
        meetings.MeetingFactory,
        {"known_from": meetings.MeetingFactory, "evidence": "minutes"},
    ),
    "meetings_meeting_ends_after_start": (meetings.MeetingFactory, {"ends_on": YESTERDAY}),
    "meetings_meeting_date_known_unless_held": (meetings.MeetingFactory, {"starts_on": None}),
    "meetings_countingrule_committee_kind_known": (
        meetings.CountingRuleFactory,
        {"committee_kind": "club"},
    ),
    "meetings_countingrule_meeting_kind_known": (
        meetings.CountingRuleFactory,
        {"meeting_kind": "party"},
    ),
    "meetings_countingrule_ends_after_start": (
        meetings.CountingRuleFactory,
        {"valid_to": LONG_AGO},
    ),
    "meetings_dismissal_explained": (meetings.DismissalFactory, {"explanation": ""}),
    "meetings_dismissal_withdrawn_with_reason": (
        meetings.DismissalFactory,
        {"withdrawn_at": timezone.now, "withdrawn_by": accounts.UserFactory},
    ),
    "meetings_attendance_code_known": (meetings.AttendanceFactory, {"code": "asleep"}),
    "meetings_attendance_represented_only": (
        meetings.AttendanceFactory,
        {"represented_by": "Toger"},
    ),
    "meetings_nilreport_quarter_known": (meetings.NilReportFactory, {"quarter": 5}),
    "meetings_workplan_year_plausible": (meetings.WorkPlanFactory, {"year": 1999}),
    "meetings_workplan_status_stamped": (meetings.WorkPlanFactory, {"status_at": timezone.now}),
    "meetings_workplan_status_fits_days": (
        lambda: meetings.WorkPlanFactory(adopted=True),
        {"status": "recommended"},
    ),
    "meetings_workplan_adoption_dated": (
        meetings.WorkPlanFactory,
        {"adopted_at": meetings.MeetingFactory},
    ),
    "meetings_workplan_recommended_after_adoption": (
        lambda: meetings.WorkPlanFactory(recommended=True),
        {"recommended_on": YESTERDAY},
    ),
    "meetings_workplan_approved_after_steps": (
        lambda: meetings.WorkPlanFactory(approved=True),
        {"assembly_approved_on": YESTERDAY},
    ),
    "meetings_workplan_informed_after_steps": (
        lambda: meetings.WorkPlanFactory(for_information=True),
        {"given_for_information_on": YESTERDAY},
    ),
    "meetings_activity_named": (meetings.ActivityFactory, {"title": ""}),
    "meetings_activity_quarter_known": (meetings.ActivityFactory, {"quarter": 5}),
    "meetings_activity_budget_not_negative": (meetings.ActivityFactory, {"budget": -1}),
    "meetings_activity_state_known": (meetings.ActivityFactory, {"state": "asleep"}),
    "meetings_activity_done_dated": (meetings.ActivityFactory, {"done_on": YESTERDAY}),
    "meetings_activity_dropped_with_reason": (meetings.ActivityFactory, {"state": "dropped"}),
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
        in {
            *("accounts", "audit", "committees", "compensation", "concerns", "establishment"),
            *("meetings", "notices", "places", "publisher", "reports"),
        }
    }
    assert declared == set(BREAKS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BREAKS)
def test_database_refuses_the_row_that_breaks_it(name):
    factory, values = BREAKS[name]
    # A role that does not exist fits no scope either; which of the two is named is open.
    assert name.removesuffix("role_known") in refuses(factory(), **values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "factory",
    [
        committees.CommitteeFactory,
        establishment.EstablishmentRequestFactory,
        meetings.ActionFactory,
        meetings.MeetingFactory,
        meetings.WorkPlanFactory,
    ],
)
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


@pytest.mark.django_db
def test_stand_in_without_a_last_day_is_refused_and_one_with_it_is_not():
    row, holder = accounts.RoleGrantFactory(), accounts.RoleGrantFactory()
    assert "accounts_rolegrant_acting_has_end" in refuses(row, acting_for=holder)
    assert not refuses(row, acting_for=holder, until_on=DAY)
    assert "accounts_rolegrant_acting_has_end" in refuses(row, until_on=None)


@pytest.mark.django_db
def test_only_a_founding_has_a_route():
    assert "establishment_request_route_fits" in refuses(change(), route="citizens")
    founding = establishment.EstablishmentRequestFactory()
    assert "establishment_request_route_fits" in refuses(founding, route="by_air")
    assert not refuses(founding, route="commander")


@pytest.mark.django_db
def test_decision_that_holds_is_ended_by_none():
    decision, later = establishment.DecisionFactory(), establishment.DecisionFactory()
    assert "establishment_decision_ended_by_one" in refuses(decision, ended_by=later)
    for status in ("replaced", "withdrawn"):
        assert not refuses(decision, status=status, ended_by=later)


@pytest.mark.django_db
def test_document_that_was_taken_back_says_when_and_by_whom():
    document, user = establishment.RequestDocumentFactory(), accounts.UserFactory()
    assert "establishment_document_removed_stamped" in refuses(document, removed_by=user)
    assert not refuses(document, removed_at=timezone.now, removed_by=user)


@pytest.mark.django_db
def test_only_a_held_meeting_may_have_no_date_and_then_says_so():
    meeting = meetings.MeetingFactory()
    name = "meetings_meeting_date_known_unless_held"
    assert name in refuses(meeting, precision="unknown")
    assert name in refuses(meeting, starts_on=None, precision="year")
    assert not refuses(meeting, starts_on=None, precision="unknown")
    assert name in refuses(meeting, status="planned")


@pytest.mark.django_db
def test_later_meeting_is_named_only_where_the_meeting_is_known_from_it():
    meeting, later = meetings.MeetingFactory(), meetings.MeetingFactory()
    assert not refuses(meeting, known_from=later, evidence="later_minutes")
    assert "meetings_meeting_later_minutes_only" in refuses(meeting, evidence="minutes")


@pytest.mark.django_db
def test_an_action_that_is_closed_again_open_has_no_day():
    done = meetings.ActionFactory(done=True)
    assert "meetings_action_closed_dated" in refuses(done, status="open")
    assert not refuses(done, status="dropped")
    assert not refuses(done, status="open", done_on=None, result="")
