from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notices.choices import MailState
from notices.querysets import MailQuerySet


class Mail(models.Model):
    """A letter by e-mail in the outbox of the portal, or one that has left it.

    It is written in the same transaction as what it tells of, and leaves by `deliver_mail`.
    `key` names the occasion, so that nobody is told twice. The text holds nothing sensitive: it
    says that something happened and where in the portal to read it.
    """

    key = models.CharField(_("occasion"), max_length=200, unique=True)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("to"), related_name="mails"
    )
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written at"))
    next_try_at = models.DateTimeField(_("next try at"))
    attempts = models.PositiveSmallIntegerField(_("tries so far"), default=0)
    last_error = models.CharField(_("why the last try failed"), max_length=500, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [models.Index(fields=["sent_at", "next_try_at"], name="notices_mail_turn")]

    def __str__(self):
        return self.subject

    @property
    def state_choice(self):
        """The annotated `state` as a badge."""
        return MailState(self.state)
