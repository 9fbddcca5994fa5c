from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from committees.models.committee import Person
from committees.telephones import INTERNATIONAL, readable
from core.policy import PolicyQuerySet


class Contact(models.Model):
    """How a person of the roster is reached: e-mail, telephone, and when and by whom noted.

    One for a person, on however many committees. There is no history of this record: history would
    keep what was taken out. For the same reason taking it out removes the row.
    """

    person = models.OneToOneField(
        Person, models.CASCADE, verbose_name=_("person"), related_name="contact"
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=16, blank=True)
    noted_on = models.DateField(_("noted on"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("noted by"),
        related_name="+",
        null=True,
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""), name="committees_contact_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="committees_contact_email_lower"
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=INTERNATIONAL),
                name="committees_contact_phone_international",
            ),
        ]

    def __str__(self):
        return str(self.person)

    @property
    def phone_text(self):
        """The telephone number as people read it."""
        return readable(self.phone)
