from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.models import Committee
from core.i18n import name_field
from core.models import SearchTextField, Staged
from establishment.choices import WITH_A_LEVEL, ConsentMode, Purpose, RequestStatus, Route
from establishment.querysets import EstablishmentRequestQuerySet
from places.models import PoliceRegion, PoliceStation, Settlement


class EstablishmentRequest(Staged):
    """A request to found a local committee, or to change one, on its way up the chain of command.

    It begins at the police station of the place, by residents' letter or by the commander (police
    page on the local committees). `region` and the steps are those of the day of submission.
    `step` is the level at which it stands or came to its end; `due_on` is the last day of that
    level, frozen while the station corrects. `round` counts how often it was filed. `version`
    grows with every move, so that a second decision at the same moment is told.
    """

    number = models.CharField(_("number of the request"), max_length=30, unique=True)
    purpose = models.CharField(
        _("what is asked"), max_length=20, choices=Purpose, default=Purpose.FOUNDING
    )
    route = models.CharField(_("route"), max_length=20, choices=Route, blank=True)
    station = models.ForeignKey(
        PoliceStation, models.PROTECT, verbose_name=_("police station"), related_name="requests"
    )
    region = models.ForeignKey(
        PoliceRegion,
        models.PROTECT,
        verbose_name=_("police region"),
        related_name="requests",
        null=True,
        editable=False,
    )
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        verbose_name=_("committee"),
        related_name="requests",
        null=True,
        editable=False,
    )
    status = models.CharField(
        _("status"), max_length=20, choices=RequestStatus, default=RequestStatus.DRAFT
    )
    step = models.ForeignKey(
        "establishment.Step",
        models.PROTECT,
        verbose_name=_("level"),
        related_name="+",
        null=True,
        editable=False,
    )
    submitted_on = models.DateField(_("submitted on"), null=True, editable=False)
    arrived_on = models.DateField(_("at this level since"), null=True, editable=False)
    due_on = models.DateField(_("to be decided by"), null=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    # Area and name
    settlements = models.ManyToManyField(
        Settlement, verbose_name=_("settlements"), related_name="requests", blank=True
    )
    name_sq = models.CharField(_("name in Albanian"), max_length=200, blank=True)
    name_sr = models.CharField(_("name in Serbian"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)

    # Evidence of the citizens' route
    letter_on = models.DateField(_("date of the letter"), null=True, blank=True)
    signatories = models.PositiveIntegerField(
        _("number of signatories"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    contact_name = models.CharField(
        _("contact person of the initiative"), max_length=160, blank=True
    )
    contact_details = models.CharField(
        _("telephone or e-mail of the contact person"), max_length=200, blank=True
    )

    # Evidence of the commander's route
    analysis_from = models.DateField(_("analysis from"), null=True, blank=True)
    analysis_to = models.DateField(_("analysis to"), null=True, blank=True)
    reported_cases = models.TextField(_("reported cases"), blank=True)
    field_reports = models.TextField(_("field reports"), blank=True)
    analysis = models.TextField(_("conclusion of the analysis"), blank=True)
    consent_on = models.DateField(_("agreed on"), null=True, blank=True)
    consent_place = models.CharField(_("place of the consultation"), max_length=200, blank=True)
    consulted = models.TextField(
        _("who was consulted, by capacity"),
        blank=True,
        help_text=_("One capacity a line, for example «village leader»; no names."),
    )
    consent_form = models.CharField(
        _("how agreement was expressed"), max_length=20, choices=ConsentMode, blank=True
    )
    consent_note = models.TextField(_("what was agreed, and any reservation"), blank=True)

    search_text = SearchTextField(sources=("number", "name_sq", "name_sr", "name_en"))

    objects = EstablishmentRequestQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[settlements], excluded_fields=["search_text"])

    class Meta:
        verbose_name = _("establishment request")
        verbose_name_plural = _("establishment requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=RequestStatus.values),
                name="establishment_request_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status_at=None, status_by=None)
                | Q(status_at__isnull=False, status_by__isnull=False),
                name="establishment_request_status_stamped",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="establishment_request_purpose_known"
            ),
            models.CheckConstraint(
                condition=Q(purpose=Purpose.FOUNDING, route__in=Route.values)
                | (~Q(purpose=Purpose.FOUNDING) & Q(route="")),
                name="establishment_request_route_fits",
            ),
            models.CheckConstraint(
                condition=Q(purpose=Purpose.FOUNDING) | Q(committee__isnull=False),
                name="establishment_request_change_has_committee",
            ),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.FOUNDING, status=RequestStatus.APPROVED)
                | Q(committee__isnull=False),
                name="establishment_request_approval_founds",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=WITH_A_LEVEL) | Q(step__isnull=False),
                name="establishment_request_stands_at_level",
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.AT_LEVEL)
                | Q(due_on__isnull=False, arrived_on__isnull=False),
                name="establishment_request_clock_runs",
            ),
            models.CheckConstraint(
                condition=Q(status=RequestStatus.DRAFT)
                | Q(status=RequestStatus.WITHDRAWN)
                | Q(submitted_on__isnull=False),
                name="establishment_request_submitted_has_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[RequestStatus.APPROVED, RequestStatus.REJECTED],
                    decided_on__isnull=False,
                )
                | (
                    ~Q(status__in=[RequestStatus.APPROVED, RequestStatus.REJECTED])
                    & Q(decided_on=None)
                ),
                name="establishment_request_decided_has_day",
            ),
            models.CheckConstraint(
                condition=Q(analysis_from=None)
                | Q(analysis_to=None)
                | Q(analysis_to__gte=F("analysis_from")),
                name="establishment_request_period_ends_after_start",
                violation_error_message=_("The period of the analysis ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(signatories=None) | Q(signatories__gte=1),
                name="establishment_request_somebody_signed",
                violation_error_message=_("A letter that nobody signed is no request."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="establishment_request_clock"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("establishment:detail", kwargs={"number": self.number})

    @property
    def is_founding(self):
        return self.purpose == Purpose.FOUNDING

    @property
    def proposes_members(self):
        """A founding and a renewal name who shall sit on the committee."""
        return self.purpose in (Purpose.FOUNDING, Purpose.RENEWAL)

    @property
    def body_name(self):
        """The committee that the request is about, or the name that it proposes."""
        if self.committee:
            return self.committee.name
        return getattr(self, name_field()) or self.name_sq

    @property
    def title(self):
        """What is asked for whom, in one line."""
        if not self.body_name:
            return gettext("Request without a name yet")
        return {
            Purpose.FOUNDING: gettext("Founding of %(name)s"),
            Purpose.AREA: gettext("Change of the area of %(name)s"),
            Purpose.SUSPENSION: gettext("Suspension of %(name)s"),
            Purpose.RENEWAL: gettext("Renewal of %(name)s"),
            Purpose.DISSOLUTION: gettext("Dissolution of %(name)s"),
        }[self.purpose] % {"name": self.body_name}

    @property
    def state_choice(self):
        """The status as a badge."""
        return RequestStatus(self.status)

    @property
    def is_overdue(self):
        return (
            self.status == RequestStatus.AT_LEVEL
            and self.due_on is not None
            and self.due_on < timezone.localdate()
        )
