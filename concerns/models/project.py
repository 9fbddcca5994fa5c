from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.models import Committee
from concerns.choices import ProjectStatus
from core.models import Staged
from core.policy import PolicyQuerySet
from meetings.models import Concern


class Project(Staged):
    """A small project of a committee: cameras at a school, a park, lighting; with its donor.

    The cost is in euro, to the cent. A project may answer a concern, and need not.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="projects"
    )
    concern = models.ForeignKey(
        Concern,
        models.PROTECT,
        verbose_name=_("concern that it answers"),
        related_name="projects",
        null=True,
        blank=True,
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what is done"), max_length=2000, blank=True)
    donor = models.CharField(_("donor"), max_length=200, blank=True)
    cost = models.DecimalField(
        _("cost in euro"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    started_on = models.DateField(_("begun on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    result = models.TextField(_("result"), max_length=2000, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=ProjectStatus, default=ProjectStatus.PROPOSED
    )

    objects = PolicyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ProjectStatus.values), name="concerns_project_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status_at=None, status_by=None)
                | Q(status_at__isnull=False, status_by__isnull=False),
                name="concerns_project_status_stamped",
            ),
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0),
                name="concerns_project_cost_not_negative",
                violation_error_message=_("A cost is not less than nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ProjectStatus.RUNNING, ProjectStatus.FINISHED])
                | Q(started_on__isnull=False, cost__isnull=False) & ~Q(donor=""),
                name="concerns_project_running_has_donor",
                violation_error_message=_("A project that runs has a donor, a cost and a day."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, result="")
                | Q(
                    ended_on__isnull=False,
                    status__in=[ProjectStatus.FINISHED, ProjectStatus.GIVEN_UP],
                )
                & ~Q(result=""),
                name="concerns_project_ended_with_result",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ProjectStatus.FINISHED, ProjectStatus.GIVEN_UP])
                | Q(ended_on__isnull=False),
                name="concerns_project_end_has_day",
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="concerns_project_ends_after_start",
                violation_error_message=_("It cannot have ended before it began."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("concerns:project", kwargs={"committee": self.committee.slug, "pk": self.pk})

    @property
    def status_choice(self):
        return ProjectStatus(self.status)
