from django.db.models import Case, Value, When
from django.db.models.fields import CharField

from core.policy import PolicyQuerySet
from notices.choices import MailState


class MailQuerySet(PolicyQuerySet):
    def in_outbox(self):
        """Mails that have not left yet."""
        return self.filter(sent_at=None)

    def due(self, at):
        """Mails whose turn has come at the moment, the oldest first."""
        return self.in_outbox().filter(next_try_at__lte=at).order_by("next_try_at", "pk")

    def with_state(self):
        """Annotate `state` as a `MailState`."""
        return self.annotate(
            state=Case(
                When(sent_at__isnull=False, then=Value(MailState.SENT)),
                When(attempts__gt=0, then=Value(MailState.HELD_UP)),
                default=Value(MailState.WAITING),
                output_field=CharField(),
            )
        )
