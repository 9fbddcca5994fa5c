import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.choices import MailState
from notices.querysets import MailQuerySet


class Mail(models.Model):
    """A letter by e-mail in the outbox of the portal, or one that has left it.

    It is written in the same transaction as what it tells of, and leaves by `deliver_mail`.
    `key` names the occasion, so that nobody is told twice. The text holds nothing sensitive: it
    says that something happened and where in the portal to read it; an invitation also says day,
    place and agenda, to those who were to come. A mail with a secret, as the link to a new
    password, loses its text when it has left or was given up. It goes to an account, or to the
    address of a guest who has none, and may carry one file of plain text, such as a calendar entry.
    """

    key = models.CharField(_("occasion"), max_length=200, unique=True)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("to"),
        related_name="mails",
        null=True,
        blank=True,
    )
    address = models.EmailField(_("address of a guest"), blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    attachment_name = models.CharField(_("name of the attachment"), max_length=100, blank=True)
    attachment_type = models.CharField(_("type of the attachment"), max_length=100, blank=True)
    attachment = models.TextField(_("attachment"), blank=True)
    written_at = models.DateTimeField(_("written at"))
    next_try_at = models.DateTimeField(_("next try at"))
    attempts = models.PositiveSmallIntegerField(_("tries so far"), default=0)
    last_error = models.CharField(_("why the last try failed"), max_length=500, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    has_secret = models.BooleanField(_("holds a secret"), default=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.CheckConstraint(
                condition=Q(to__isnull=False, address="") | (Q(to=None) & ~Q(address="")),
                name="notices_mail_goes_to_one",
            ),
            models.CheckConstraint(
                condition=Q(attachment="", attachment_name="", attachment_type="")
                | (~Q(attachment="") & ~Q(attachment_name="") & ~Q(attachment_type="")),
                name="notices_mail_attachment_whole",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None), name="notices_mail_one_end"
            ),
        ]
        indexes = [models.Index(fields=["sent_at", "next_try_at"], name="notices_mail_turn")]

    def __str__(self):
        return self.subject

    @property
    def recipient(self):
        """The address that the mail goes to."""
        return self.to.email if self.to else self.address

    @property
    def message_id(self):
        """What a mail server knows the mail by, however often it is sent (RFC 5322, 3.6.4)."""
        digest = hashlib.sha256(f"{self.pk}:{self.key}".encode()).hexdigest()
        return f"<{digest[:40]}@{urlsplit(settings.SITE_URL).hostname}>"

    @property
    def state_choice(self):
        """The annotated `state` as a badge."""
        return MailState(self.state)
