"""Who can be asked to do something: the bodies that committees turn to, as data."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from core.i18n import fold
from core.models import TranslatedName
from core.policy import PolicyQuerySet
from meetings.choices import InstitutionKind


class Institution(TranslatedName):
    """A body that a committee asks to do something (Popolo: Organization).

    `is_local` means that each municipality has one of its own. `answered_as` is the role whose
    holder answers for it in the portal; where there is none it answers through the committee.
    """

    code = models.SlugField(_("code"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=InstitutionKind)
    is_local = models.BooleanField(_("one in each municipality"), default=False)
    answered_as = models.CharField(
        _("answers in the portal as"), max_length=30, choices=Role, blank=True
    )
    position = models.PositiveSmallIntegerField(_("position in lists"))

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=InstitutionKind.values),
                name="meetings_institution_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(answered_as__in=["", *Role.values]),
                name="meetings_institution_answered_as_known",
            ),
        ]


class InstitutionSpelling(models.Model):
    """A way in which people write the name of an institution; its official names are among them."""

    institution = models.ForeignKey(
        Institution, models.CASCADE, verbose_name=_("institution"), related_name="spellings"
    )
    text = models.CharField(_("spelling"), max_length=200)
    key = models.CharField(_("search key"), max_length=400, unique=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("spelling of an institution")
        verbose_name_plural = _("spellings of institutions")

    def __str__(self):
        return self.text


def institution_named(text):
    """Return the institution that the text names, in whatever language or spelling, or None."""
    return Institution.objects.filter(spellings__key=fold(text)).first()
