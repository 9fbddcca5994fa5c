from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.choices import Capacity, Office, Sex
from committees.models import Seat
from core.models import SearchTextField, StoredFile
from establishment.choices import DocumentKind
from establishment.models.request import EstablishmentRequest
from establishment.querysets import DocumentQuerySet, ProposedMemberQuerySet
from places.models import Community, ReligiousCommunity


class ProposedMember(models.Model):
    """A seat that the committee shall have, and who is proposed for it; without a name it is empty.

    What the seat stands for is public once the committee is founded; the person is not asked for
    community or religion here.
    """

    request = models.ForeignKey(
        EstablishmentRequest, models.PROTECT, verbose_name=_("request"), related_name="members"
    )
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    capacity = models.CharField(
        _("capacity"), max_length=30, choices=Capacity, default=Capacity.RESIDENT
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
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
    office = models.CharField(_("office"), max_length=20, choices=Office, default=Office.MEMBER)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name_key = SearchTextField(sources=("given_name", "family_name"))

    objects = ProposedMemberQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["name_key"])

    class Meta:
        verbose_name = _("proposed member")
        verbose_name_plural = _("proposed members")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "name_key"],
                condition=~Q(family_name=""),
                name="establishment_member_once",
                violation_error_message=_("This person is proposed already."),
            ),
            models.CheckConstraint(
                condition=Q(given_name="", family_name="")
                | (~Q(given_name="") & ~Q(family_name="")),
                name="establishment_member_whole_name",
                violation_error_message=_("Give both names, or none for a seat still empty."),
            ),
            models.CheckConstraint(
                condition=Q(represents_community=None) | Q(represents_religion=None),
                name="establishment_member_represents_one",
                violation_error_message=_(
                    "A seat stands for a community or for a religious community, not for both."
                ),
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values),
                name="establishment_member_capacity_known",
            ),
            models.CheckConstraint(
                condition=Q(office__in=Office.values), name="establishment_member_office_known"
            ),
            models.CheckConstraint(
                condition=Q(sex__in=["", *Sex.values]), name="establishment_member_sex_known"
            ),
        ]

    def __str__(self):
        return self.full_name or self.seat().name

    @property
    def full_name(self):
        return f"{self.given_name} {self.family_name}".strip()

    def seat(self):
        """Return the seat that is proposed, not yet placed on a committee."""
        return Seat(
            capacity=self.capacity,
            title=self.title,
            represents_community=self.represents_community,
            represents_religion=self.represents_religion,
            is_voting=self.office != Office.OBSERVER,
        )


class RequestDocument(StoredFile):
    """A file that belongs to a request: the letter, the analysis, the record of agreement.

    A document that is taken back stays on record; only later readers are not shown it.
    """

    request = models.ForeignKey(
        EstablishmentRequest, models.PROTECT, verbose_name=_("request"), related_name="documents"
    )
    kind = models.CharField(
        _("what it is"), max_length=20, choices=DocumentKind, default=DocumentKind.OTHER
    )
    removed_at = models.DateTimeField(_("taken back at"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("taken back by"),
        null=True,
        editable=False,
        related_name="+",
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of a request")
        verbose_name_plural = _("documents of a request")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values), name="establishment_document_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="establishment_document_removed_stamped",
            ),
        ]
