"""The annual work plan of a committee and the activities that it is made of."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.models import Committee
from core.models import Staged, not_before
from core.policy import PolicyQuerySet
from meetings.choices import PLAN_DAYS, ActivityState, WorkPlanStatus
from meetings.models.answers import FIRST_YEAR, LAST_YEAR
from meetings.models.files import RecordFile
from meetings.models.meeting import Meeting
from meetings.plan_querysets import ActivityQuerySet, WorkPlanQuerySet
from places.models import Community

QUARTERS = range(1, 5)


def _fits_the_days():
    """Return the condition that the status is that of the last step of which the day is known."""
    condition, later = Q(), {}
    for name, status in PLAN_DAYS.items():
        condition |= Q(status=status, **{f"{name}__isnull": False}, **later)
        later[name] = None
    return condition | Q(status=WorkPlanStatus.DRAFT, **later)


class WorkPlan(Staged):
    """The annual work plan of a committee; every step of its way has a date of its own.

    The committee adopts it and recommends it to the municipal assembly, which approves it
    (Malishevë 2018 and 2019), or it is given to the assembly for information only.
    `activities_for_communities` is what was reported of a plan whose activities are not on record.
    Old records often know only a later step.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="work_plans"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    status = models.CharField(
        _("status"), max_length=20, choices=WorkPlanStatus, default=WorkPlanStatus.DRAFT
    )
    adopted_at = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=_("adopted at the meeting"),
        related_name="adopted_plans",
        null=True,
        blank=True,
    )
    adopted_on = models.DateField(_("adopted by the committee on"), null=True, blank=True)
    recommended_on = models.DateField(_("recommended to the assembly on"), null=True, blank=True)
    assembly_approved_on = models.DateField(_("approved by the assembly on"), null=True, blank=True)
    given_for_information_on = models.DateField(
        _("given to the assembly for information on"), null=True, blank=True
    )
    activities_for_communities = models.BooleanField(
        _("contains activities for non-majority communities"), null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = WorkPlanQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("work plan")
        verbose_name_plural = _("work plans")
        constraints = [
            models.UniqueConstraint(fields=["committee", "year"], name="meetings_workplan_once"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="meetings_workplan_year_plausible",
            ),
            models.CheckConstraint(
                condition=Q(status_at=None, status_by=None)
                | Q(status_at__isnull=False, status_by__isnull=False),
                name="meetings_workplan_status_stamped",
            ),
            # No status but those of the steps fits.
            models.CheckConstraint(
                condition=_fits_the_days(), name="meetings_workplan_status_fits_days"
            ),
            models.CheckConstraint(
                condition=Q(adopted_at=None) | Q(adopted_on__isnull=False),
                name="meetings_workplan_adoption_dated",
            ),
            models.CheckConstraint(
                condition=not_before("recommended_on", "adopted_on"),
                name="meetings_workplan_recommended_after_adoption",
                violation_error_message=_("The recommendation lies before the adoption."),
            ),
            models.CheckConstraint(
                condition=not_before("assembly_approved_on", "recommended_on", "adopted_on"),
                name="meetings_workplan_approved_after_steps",
                violation_error_message=_("The approval lies before a step that precedes it."),
            ),
            models.CheckConstraint(
                condition=not_before("given_for_information_on", "recommended_on", "adopted_on"),
                name="meetings_workplan_informed_after_steps",
                violation_error_message=_("The information lies before a step that precedes it."),
            ),
        ]

    def __str__(self):
        return f"{self.committee} {self.year}"

    def get_absolute_url(self):
        return reverse("plans:detail", args=[self.committee.slug, self.year])

    @property
    def status_choice(self):
        """The status as a badge."""
        return WorkPlanStatus(self.status)

    @property
    def status_of_days(self):
        """The status that the days of the steps tell, for records that come from elsewhere."""
        known = (status for name, status in PLAN_DAYS.items() if getattr(self, name))
        return next(known, WorkPlanStatus.DRAFT)


class Activity(models.Model):
    """What a committee sets out to do in a quarter, for whom, by whom, and what came of it.

    Without communities it is for everybody. What it says is fixed once the plan is adopted; its
    state and evidence are kept on. `version` grows with every save, so that a second editor is
    told.
    """

    plan = models.ForeignKey(
        WorkPlan, models.PROTECT, verbose_name=_("work plan"), related_name="activities"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, editable=False)
    title = models.CharField(_("activity"), max_length=300)
    communities = models.ManyToManyField(
        Community,
        verbose_name=_("communities that it serves"),
        related_name="activities",
        blank=True,
    )
    quarter = models.PositiveSmallIntegerField(
        _("quarter"), validators=[MinValueValidator(QUARTERS[0]), MaxValueValidator(QUARTERS[-1])]
    )
    responsible = models.CharField(_("responsible"), max_length=200, blank=True)
    budget = models.DecimalField(
        _("budget in euro"), max_digits=11, decimal_places=2, null=True, blank=True
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ActivityState, default=ActivityState.PLANNED
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    drop_reason = models.CharField(_("why it was dropped"), max_length=500, blank=True)
    evidence = models.TextField(_("evidence"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ActivityQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[communities])

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="meetings_activity_named"),
            models.CheckConstraint(
                condition=Q(quarter__range=(QUARTERS[0], QUARTERS[-1])),
                name="meetings_activity_quarter_known",
            ),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0),
                name="meetings_activity_budget_not_negative",
                violation_error_message=_("A budget is not below zero."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ActivityState.values), name="meetings_activity_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ActivityState.DONE, done_on__isnull=False)
                | (~Q(state=ActivityState.DONE) & Q(done_on=None)),
                name="meetings_activity_done_dated",
                violation_error_message=_("What is done has a day, and only that."),
            ),
            models.CheckConstraint(
                condition=(Q(state=ActivityState.DROPPED) & ~Q(drop_reason=""))
                | (~Q(state=ActivityState.DROPPED) & Q(drop_reason="")),
                name="meetings_activity_dropped_with_reason",
                violation_error_message=_("What is dropped has a reason, and only that."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("plans:activity", args=[self.plan.committee.slug, self.plan.year, self.pk])

    @property
    def state_choice(self):
        """The state as a badge."""
        return ActivityState(self.state)


class ActivityDocument(RecordFile):
    """A file that shows what came of an activity. Kept for good."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name=_("activity"), related_name="documents"
    )
    objects = PolicyQuerySet.as_manager()

    class Meta(RecordFile.Meta):
        verbose_name = _("evidence of an activity")
        verbose_name_plural = _("evidence of activities")
