from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.choices import LegalBasis
from committees.models.committee import Person
from core.policy import PolicyQuerySet
from places.models import Community, ReligiousCommunity


class PersonalProfile(models.Model):
    """What a person declared of their own community and religion; each may be withheld.

    Special categories of personal data (Law 06/L-082 on Protection of Personal Data): kept apart
    from the person, with the ground and the day of the consent, and only as long as both last.
    No relation leads here from any other record, and only `committees.actions.profiles` reads and
    writes rows, each time with an audit event that names the person and never an answer.

    There is no history of this record: history would keep what a person has taken back, and would
    be a second place from which it can be read. For the same reason erasing removes the row.
    """

    person = models.OneToOneField(
        Person, models.CASCADE, verbose_name=_("person"), related_name="+"
    )
    community = models.ForeignKey(
        Community,
        models.PROTECT,
        verbose_name=_("community"),
        null=True,
        blank=True,
        related_name="+",
    )
    community_withheld = models.BooleanField(_("prefers not to say the community"), default=False)
    religion = models.ForeignKey(
        ReligiousCommunity,
        models.PROTECT,
        verbose_name=_("religion"),
        null=True,
        blank=True,
        related_name="+",
    )
    religion_withheld = models.BooleanField(_("prefers not to say the religion"), default=False)
    legal_basis = models.CharField(_("legal basis"), max_length=20, choices=LegalBasis)
    consent_given_on = models.DateField(_("consent given on"))
    consent_paper = models.CharField(
        _("reference of the signed paper"),
        max_length=80,
        blank=True,
        help_text=_("Number or place in the files of the committee; the paper itself stays there."),
    )
    declared_at = models.DateTimeField(_("declared at"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("declared by"), related_name="+"
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal declaration")
        verbose_name_plural = _("personal declarations")
        constraints = [
            models.CheckConstraint(
                condition=Q(community=None) | Q(community_withheld=False),
                name="committees_profile_community_said_or_withheld",
            ),
            models.CheckConstraint(
                condition=Q(religion=None) | Q(religion_withheld=False),
                name="committees_profile_religion_said_or_withheld",
            ),
            models.CheckConstraint(
                condition=Q(legal_basis=LegalBasis.CONSENT, consent_paper="")
                | (Q(legal_basis=LegalBasis.PAPER) & ~Q(consent_paper="")),
                name="committees_profile_basis_has_its_proof",
            ),
        ]

    def __str__(self):
        return f"{self.person}"
