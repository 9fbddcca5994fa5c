from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.choices import (
    Capacity,
    CommitteeKind,
    CommitteeState,
    CommitteeStatus,
    EndReason,
    Office,
    Sex,
)
from committees.querysets import (
    CommitteeQuerySet,
    MembershipQuerySet,
    PersonQuerySet,
    SeatQuerySet,
)
from core.i18n import fold
from core.models import SearchTextField, Staged, TranslatedName
from places.models import Community, Municipality, PoliceStation, ReligiousCommunity, Settlement


class Committee(Staged, TranslatedName):
    """A local safety body: a KLSP, a KKSB, or another kind of `CommitteeKind`.

    Its life is active, suspended or dissolved. That a municipality has no council at all is said
    by the missing row together with the list of municipalities, never by a row of its own.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=CommitteeKind)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    registry_number = models.CharField(_("registry number"), max_length=30, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        verbose_name=_("municipality"),
        related_name="committees",
        null=True,
        blank=True,
    )
    station = models.ForeignKey(
        PoliceStation,
        models.PROTECT,
        verbose_name=_("police station"),
        related_name="committees",
        null=True,
        blank=True,
    )
    settlements = models.ManyToManyField(
        Settlement, verbose_name=_("settlements covered"), related_name="committees", blank=True
    )
    established_on = models.DateField(_("established on"), null=True, blank=True)
    act = models.CharField(_("founding act"), max_length=200, blank=True)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=CommitteeStatus,
        default=CommitteeStatus.ACTIVE,
    )
    status_on = models.DateField(_("status since"), null=True, blank=True)
    search_text = SearchTextField(sources=("name_sq", "name_sr", "name_en", "registry_number"))

    objects = CommitteeQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[settlements], excluded_fields=["search_text"])

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CommitteeKind.values), name="committees_committee_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=CommitteeStatus.values),
                name="committees_committee_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status_at=None, status_by=None)
                | Q(status_at__isnull=False, status_by__isnull=False),
                name="committees_committee_status_stamped",
            ),
            models.CheckConstraint(
                condition=Q(kind=CommitteeKind.NATIONAL, municipality=None)
                | (~Q(kind=CommitteeKind.NATIONAL) & Q(municipality__isnull=False)),
                name="committees_committee_has_municipality",
                violation_error_message=_(
                    "A committee belongs to a municipality; only a national body does not."
                ),
            ),
            models.UniqueConstraint(
                fields=["registry_number"],
                condition=~Q(registry_number=""),
                name="committees_committee_registry_number_once",
                violation_error_message=_("Another committee has this registry number."),
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(kind=CommitteeKind.KKSB) & ~Q(status=CommitteeStatus.DISSOLVED),
                name="committees_committee_one_council_each",
                violation_error_message=_("This municipality has a council already."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("committees:detail", kwargs={"slug": self.slug})

    @property
    def full_name(self):
        """The name with the municipality, where it does not say it: villages share their names."""
        place = self.municipality.name if self.municipality else ""
        return self.name if fold(place) in fold(self.name) else f"{self.name} ({place})"

    @property
    def state_choice(self):
        """The annotated `state` as a badge."""
        return CommitteeState(self.state)

    @staticmethod
    def memberships_of(committee):
        """Return the memberships of a committee, or of the committee of an outer query."""
        return Membership.objects.filter(seat__committee=committee)


class Seat(models.Model):
    """A place on a committee and what it stands for (Popolo: Post).

    What the seat represents is public. Who the person on it is by community or religion is not,
    and is not kept here.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="seats"
    )
    capacity = models.CharField(
        _("capacity"), max_length=30, choices=Capacity, default=Capacity.OTHER
    )
    title = models.CharField(
        _("title"),
        max_length=120,
        blank=True,
        help_text=_("What exactly the seat stands for, for example «Directorate of Education»."),
    )
    represents_community = models.ForeignKey(
        Community, models.PROTECT, verbose_name=_("represents the community"), null=True, blank=True
    )
    represents_religion = models.ForeignKey(
        ReligiousCommunity,
        models.PROTECT,
        verbose_name=_("represents the religious community"),
        null=True,
        blank=True,
    )
    is_voting = models.BooleanField(_("has a vote"), default=True)
    is_required = models.BooleanField(
        _("must be filled"),
        default=False,
        help_text=_("A rule or the founding act asks for this seat."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("last day of the seat"), null=True, blank=True)
    closing_act = models.CharField(_("reason or act of the closing"), max_length=200, blank=True)

    objects = SeatQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values), name="committees_seat_capacity_known"
            ),
            models.CheckConstraint(
                condition=Q(represents_community=None) | Q(represents_religion=None),
                name="committees_seat_represents_one",
                violation_error_message=_(
                    "A seat stands for a community or for a religious community, not for both."
                ),
            ),
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="committees_seat_closes_after_opening",
                violation_error_message=_("The last day of the seat lies before it was opened."),
            ),
            models.CheckConstraint(
                condition=Q(closing_act="") | Q(closed_on__isnull=False),
                name="committees_seat_closing_act_has_day",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """What the seat stands for, in the reader's language."""
        if self.title:
            return self.title
        if self.represents_community:
            return gettext("Represents the community: %(name)s") % {
                "name": self.represents_community.name
            }
        if self.represents_religion:
            return str(self.represents_religion)
        return str(Capacity(self.capacity).label)

    def can_be_held(self, until_on):
        """Say whether somebody can sit here until the day (None: without an end)."""
        return self.closed_on is None or (until_on is not None and until_on <= self.closed_on)


class Person(models.Model):
    """Somebody who sits or sat on a committee; `user` is set when the person signs in here."""

    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("account"),
        related_name="person",
        null=True,
        blank=True,
    )
    # Set on the emptied row when two rows turned out to be one person; the row stays.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("the same person as"),
        related_name="merged",
        null=True,
        blank=True,
        editable=False,
    )
    search_text = SearchTextField(sources=("given_name", "family_name"))

    objects = PersonQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = [
            models.CheckConstraint(
                condition=Q(sex__in=["", *Sex.values]), name="committees_person_sex_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="committees_person_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(user=None),
                name="committees_person_merged_has_no_account",
            ),
        ]

    def __str__(self):
        return f"{self.given_name} {self.family_name}"


class Appointment(models.Model):
    """Who was appointed to which seat and office, from which day to which.

    `mandate_until_on` is the last day of the term of the appointment.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("person"), related_name="%(class)ss"
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, verbose_name=_("seat"), related_name="%(class)ss"
    )
    office = models.CharField(_("office"), max_length=20, choices=Office, default=Office.MEMBER)
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"), null=True, blank=True)
    act = models.CharField(_("appointing act"), max_length=200, blank=True)
    mandate_until_on = models.DateField(
        _("last day of the term"),
        null=True,
        blank=True,
        help_text=_("Until when the appointment runs. Whoever serves longer stays a member."),
    )
    end_reason = models.CharField(
        _("reason for the end"), max_length=20, choices=EndReason, blank=True
    )
    end_note = models.CharField(_("note on the end"), max_length=200, blank=True)
    overlap_reason = models.CharField(
        _("why two hold it at once"), max_length=300, blank=True, editable=False
    )

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.person}, {Office(self.office).label}"


class Membership(Appointment):
    """A person on a seat, from the first to the last day. Leaving and coming back is two rows.

    Whoever has not left by the end of the term serves beyond it until replaced, and is a member
    all the while. `took_over_from` is the row that ended by a hand-over to this one.
    """

    took_over_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("took over from"),
        null=True,
        blank=True,
        editable=False,
        related_name="successors",
    )

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(office__in=Office.values), name="committees_membership_office_known"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="committees_membership_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(mandate_until_on=None) | Q(mandate_until_on__gte=F("from_on")),
                name="committees_membership_term_ends_after_start",
                violation_error_message=_("The term ends before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(end_reason__in=["", *EndReason.values]),
                name="committees_membership_end_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(until_on__isnull=False),
                name="committees_membership_reason_has_end",
                violation_error_message=_("Only what has a last day has a reason for the end."),
            ),
            models.CheckConstraint(
                condition=~Q(end_reason=EndReason.OTHER) | ~Q(end_note=""),
                name="committees_membership_other_reason_in_words",
                violation_error_message=_("Say in words what the other reason is."),
            ),
            models.UniqueConstraint(
                fields=["person", "seat", "from_on"], name="committees_membership_once"
            ),
        ]
        indexes = [
            models.Index(fields=["seat", "from_on", "until_on"], name="committees_membership_span")
        ]

    def clean(self):
        if self.seat_id and not self.seat.can_be_held(self.until_on):
            raise ValidationError(
                _("This seat is there until %(day)s only; nobody sits on it after that.")
                % {"day": date_format(self.seat.closed_on, "SHORT_DATE_FORMAT")}
            )

    @property
    def has_vote(self):
        """Observers, and whoever sits on a seat without a vote, have none."""
        return self.seat.is_voting and self.office != Office.OBSERVER

    def serves_beyond_term(self, day):
        """Say whether the term is over on the day, on which the person still is a member."""
        return (
            self.mandate_until_on is not None
            and self.mandate_until_on < day
            and (self.until_on is None or self.until_on >= day)
        )
