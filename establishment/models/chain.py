from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TranslatedName
from core.policy import PolicyQuerySet
from establishment.choices import CHAIN_CHOICES, CHAIN_ROLES
from establishment.querysets import ChainQuerySet


class Chain(models.Model):
    """The chain of command that requests climb from a day on, until the next chain begins.

    That it begins with the station commander and ends with the General Director is from the
    police page on the local committees; what lies between is not confirmed and therefore data.
    """

    valid_from = models.DateField(
        _("first day"),
        unique=True,
        error_messages={"unique": _("A chain begins on this day already.")},
    )
    act = models.CharField(_("act behind it"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("made by"),
        null=True,
        editable=False,
        related_name="+",
    )

    objects = ChainQuerySet.as_manager()

    class Meta:
        verbose_name = _("chain of command")
        verbose_name_plural = _("chains of command")

    def __str__(self):
        return f"{self.valid_from}"


class Level(TranslatedName):
    """A level of a chain of command: an office, its place in the order, and its working days."""

    chain = models.ForeignKey(
        Chain, models.PROTECT, verbose_name=_("chain of command"), related_name="levels"
    )
    order = models.PositiveSmallIntegerField(_("order"), validators=[MinValueValidator(1)])
    role = models.CharField(_("office"), max_length=30, choices=CHAIN_CHOICES)
    working_days = models.PositiveSmallIntegerField(
        _("working days to decide"), default=10, validators=[MinValueValidator(1)]
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("level of a chain")
        verbose_name_plural = _("levels of a chain")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in CHAIN_ROLES]),
                name="establishment_level_role_known",
            ),
            models.CheckConstraint(
                condition=Q(working_days__gte=1), name="establishment_level_has_time"
            ),
            models.UniqueConstraint(
                fields=["chain", "order"], name="establishment_level_own_place"
            ),
            models.UniqueConstraint(fields=["chain", "role"], name="establishment_level_once"),
        ]
