from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import RoleGrant
from core.models import TranslatedName
from core.policy import PolicyQuerySet
from establishment.choices import CHAIN_CHOICES, RequestStatus
from establishment.models.request import EstablishmentRequest
from places.models import PoliceRegion, PoliceStation


class Step(TranslatedName):
    """A level of the chain as it was when the request was submitted; the request keeps it.

    Where the filing was the act of the station itself (`is_filing`), nobody decides there: on the
    commander's route, at a change, and where the commander files what citizens ask for.
    """

    request = models.ForeignKey(
        EstablishmentRequest, models.PROTECT, verbose_name=_("request"), related_name="steps"
    )
    order = models.PositiveSmallIntegerField(_("order"))
    role = models.CharField(_("office"), max_length=30, choices=CHAIN_CHOICES)
    region = models.ForeignKey(
        PoliceRegion, models.PROTECT, verbose_name=_("police region"), null=True, blank=True
    )
    station = models.ForeignKey(
        PoliceStation, models.PROTECT, verbose_name=_("police station"), null=True, blank=True
    )
    working_days = models.PositiveSmallIntegerField(_("working days to decide"))
    is_filing = models.BooleanField(_("the filing was its act"), default=False)
    is_last = models.BooleanField(_("decides at the end"), default=False)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of a request")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "order"], name="establishment_step_own_place"
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(is_last=True),
                name="establishment_step_one_last",
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=False) | ~Q(role=Role.REGIONAL_DIRECTOR),
                name="establishment_step_region_known",
            ),
            models.CheckConstraint(
                condition=Q(station__isnull=False) | ~Q(role=Role.STATION_COMMANDER),
                name="establishment_step_station_known",
            ),
        ]

    @property
    def full_name(self):
        """The level with the place that it speaks for: «Police station commander, Prizren».

        A regional directorate has its place in its name.
        """
        if self.region:
            return self.region.name
        if self.station is None:
            return self.name
        return gettext("%(office)s, %(place)s") % {"office": self.name, "place": self.station}


class Move(models.Model):
    """One step of a request's way: who moved it from where to where, when and why.

    Append-only. `number` counts the moves of the request without a gap; `step` is the level at
    which it was made and `to_step` the one where the request stands after it. `submitted` keeps
    what a filing said, so that a later reader sees what a correction changed.
    """

    request = models.ForeignKey(
        EstablishmentRequest, models.PROTECT, verbose_name=_("request"), related_name="moves"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("move"), max_length=20)
    before = models.CharField(_("before"), max_length=20, choices=RequestStatus)
    after = models.CharField(_("after"), max_length=20, choices=RequestStatus)
    step = models.ForeignKey(
        Step, models.PROTECT, verbose_name=_("level"), null=True, blank=True, related_name="moves"
    )
    to_step = models.ForeignKey(
        Step,
        models.PROTECT,
        verbose_name=_("level after it"),
        null=True,
        blank=True,
        related_name="+",
    )
    round = models.PositiveSmallIntegerField(_("round"))
    moved_at = models.DateTimeField(_("when"))
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("who"), related_name="+"
    )
    grant = models.ForeignKey(
        RoleGrant,
        models.PROTECT,
        verbose_name=_("by what post"),
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.TextField(_("reason"), blank=True)
    submitted = models.JSONField(_("what was submitted"), null=True, blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("move of a request")
        verbose_name_plural = _("moves of a request")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "number"], name="establishment_move_own_number"
            ),
        ]

    def __str__(self):
        return f"{self.request} {self.number}: {self.name}"

    @property
    def who(self):
        """The person, or «X for Y» where somebody stood in."""
        return self.grant.holder_name if self.grant else str(self.moved_by)
