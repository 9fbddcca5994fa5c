from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a mail is: in the outbox, held up there, given up, or out."""

    WAITING = "waiting", _("waiting")
    HELD_UP = "held_up", _("held up, will be tried again")
    GIVEN_UP = "given_up", _("given up, is not tried again")
    SENT = "sent", _("sent")

    @property
    def tone(self):
        return {"waiting": "act", "held_up": "warn", "given_up": "bad", "sent": "ok"}[self.value]

    @property
    def symbol(self):
        return {"waiting": "→", "held_up": "!", "given_up": "✕", "sent": "✓"}[self.value]
