import secrets

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.choices import CommitteeKind, Module, ParticipationStatus
from committees.models.committee import Committee, Person
from committees.querysets import ParticipationQuerySet, TrainingQuerySet
from core.models import SearchTextField, Staged, TranslatedName
from core.policy import PolicyQuerySet
from places.models import Municipality

# States in which there is a certificate, whether it holds or not.
WITH_PAPER = (ParticipationStatus.CERTIFIED, ParticipationStatus.WITHDRAWN)


class Course(TranslatedName):
    """What is taught; reference data (`committees/data/courses.csv`, with its source)."""

    code = models.SlugField(_("code"), unique=True)
    module = models.CharField(_("module"), max_length=20, choices=Module)
    position = models.PositiveSmallIntegerField(_("position in lists"))

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(
                condition=Q(module__in=Module.values), name="committees_course_module_known"
            )
        ]


class CourseNeed(models.Model):
    """That members of a kind of committee should have been through a course of this module."""

    course = models.ForeignKey(
        Course, models.CASCADE, verbose_name=_("course"), related_name="needs"
    )
    kind = models.CharField(_("kind of committee"), max_length=20, choices=CommitteeKind)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("who needs a course")
        verbose_name_plural = _("who needs which course")
        constraints = [
            models.UniqueConstraint(fields=["course", "kind"], name="committees_courseneed_once"),
            models.CheckConstraint(
                condition=Q(kind__in=CommitteeKind.values), name="committees_courseneed_kind_known"
            ),
        ]

    def __str__(self):
        return f"{self.course}: {CommitteeKind(self.kind).label}"


class Training(models.Model):
    """A course as it was held: when, where, by whom.

    `committee` is the one whose keepers entered it and may correct it; headquarters keep all.
    """

    course = models.ForeignKey(
        Course, models.PROTECT, verbose_name=_("course"), related_name="trainings"
    )
    provider = models.CharField(
        _("provider"),
        max_length=120,
        help_text=_("The organisation, for example OSCE Mission in Kosovo."),
    )
    trainers = models.CharField(
        _("held by"),
        max_length=200,
        blank=True,
        help_text=_("The trainers; their names are shown only to those who see names."),
    )
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"))
    place = models.CharField(_("place"), max_length=200)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        verbose_name=_("municipality"),
        related_name="+",
        null=True,
        blank=True,
    )
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        verbose_name=_("entered by the committee"),
        related_name="+",
        null=True,
        editable=False,
    )
    search_text = SearchTextField(sources=("provider", "place"))

    objects = TrainingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="committees_training_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self):
        return f"{self.course}, {self.days_text}"

    def get_absolute_url(self):
        return reverse("committees:training", kwargs={"pk": self.pk})

    @property
    def days_text(self):
        """The day, or the first and the last: `12.05.2026 – 14.05.2026`."""
        days = sorted({self.from_on, self.until_on})
        return " – ".join(date_format(day, "SHORT_DATE_FORMAT") for day in days)


class Participation(Staged):
    """That somebody took part in a training, for which committee, and what came of it.

    A certificate has a number without gap and a code that cannot be guessed: the code stands on
    the paper and opens its check page. Both stay when a certificate is withdrawn, so that the
    check page can say so.
    """

    training = models.ForeignKey(
        Training, models.PROTECT, verbose_name=_("training"), related_name="participations"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("person"), related_name="participations"
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="participations"
    )
    status = models.CharField(
        _("result"),
        max_length=20,
        choices=ParticipationStatus,
        default=ParticipationStatus.ATTENDED,
    )
    certificate_number = models.CharField(_("certificate number"), max_length=30, blank=True)
    certified_on = models.DateField(_("certified on"), null=True, blank=True)
    code = models.CharField(_("code of the check page"), max_length=40, blank=True)

    objects = ParticipationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["code"])

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ParticipationStatus.values),
                name="committees_participation_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status_at=None, status_by=None)
                | Q(status_at__isnull=False, status_by__isnull=False),
                name="committees_participation_status_stamped",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status__in=WITH_PAPER, certified_on__isnull=False)
                    & ~Q(certificate_number="")
                    & ~Q(code="")
                )
                | (
                    ~Q(status__in=WITH_PAPER) & Q(certified_on=None, certificate_number="", code="")
                ),
                name="committees_participation_certificate_whole",
            ),
            models.UniqueConstraint(
                fields=["training", "person"], name="committees_participation_once"
            ),
            models.UniqueConstraint(
                fields=["certificate_number"],
                condition=~Q(certificate_number=""),
                name="committees_participation_number_once",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="committees_participation_code_once",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.training}"

    def get_absolute_url(self):
        return self.training.get_absolute_url()

    @property
    def state_choice(self):
        """The result as a badge."""
        return ParticipationStatus(self.status)

    @staticmethod
    def new_code():
        """Return 144 bits that nobody finds by looking."""
        return secrets.token_urlsafe(18)

    def get_check_url(self):
        """The address of the check page in the language in force."""
        return reverse("committees:certificate-check", kwargs={"code": self.code})
