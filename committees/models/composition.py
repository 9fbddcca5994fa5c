from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.choices import Capacity, CommitteeKind
from committees.querysets import DatedQuerySet
from core.i18n import name_field
from core.models import TranslatedName
from places.models import Community, ReligiousCommunity


class SeatTemplate(TranslatedName):
    """The seats that a kind of committee has by rule or by custom, from day to day.

    The name is the source: no list of obligatory members is confirmed, so each row says what it
    rests on.
    """

    kind = models.CharField(_("kind of committee"), max_length=20, choices=CommitteeKind)
    capacity = models.CharField(_("capacity"), max_length=30, choices=Capacity)
    title_sq = models.CharField(_("title in Albanian"), max_length=120, blank=True)
    title_sr = models.CharField(_("title in Serbian"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
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
    is_required = models.BooleanField(_("must be filled"), default=False)
    is_voting = models.BooleanField(_("has a vote"), default=True)
    places = models.PositiveSmallIntegerField(_("number of seats"), default=1)
    position = models.PositiveSmallIntegerField(_("position"))
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat of the template")
        verbose_name_plural = _("seats of the template")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CommitteeKind.values),
                name="committees_seattemplate_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values),
                name="committees_seattemplate_capacity_known",
            ),
            models.CheckConstraint(
                condition=Q(represents_community=None) | Q(represents_religion=None),
                name="committees_seattemplate_represents_one",
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1), name="committees_seattemplate_has_a_place"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="committees_seattemplate_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["kind", "position", "valid_from"], name="committees_seattemplate_once"
            ),
        ]

    @property
    def title(self):
        """The title in the reader's language; the Albanian one where there is no other."""
        return getattr(self, name_field().replace("name", "title")) or self.title_sq

    @property
    def titles(self):
        """The title in each language; empty where the capacity says it all."""
        return [title for title in (self.title_sq, self.title_sr, self.title_en) if title]
