from datetime import timedelta

from django.db.models import Case, Value, When
from django.db.models.fields import CharField

from core.policy import PolicyQuerySet
from notices.choices import MailState

# A carrier that runs takes a mail long before.
CARRIED_WITHIN = timedelta(minutes=15)


class MailQuerySet(PolicyQuerySet):
    def in_outbox(self):
        """Mails that have not left yet and are still tried."""
        return self.filter(sent_at=None, given_up_at=None)

    def given_up(self):
        """Mails that never left."""
        return self.filter(given_up_at__isnull=False)

    def due(self, at):
        """Mails whose turn has come at the moment, the oldest first."""
        return self.in_outbox().filter(next_try_at__lte=at).order_by("next_try_at", "pk")

    def stuck(self, at):
        """Mails whose turn came long ago: nobody carries them."""
        return self.due(at - CARRIED_WITHIN)

    def with_state(self):
        """Annotate `state` as a `MailState`."""
        return self.annotate(
            state=Case(
                When(sent_at__isnull=False, then=Value(MailState.SENT)),
                When(given_up_at__isnull=False, then=Value(MailState.GIVEN_UP)),
                When(attempts__gt=0, then=Value(MailState.HELD_UP)),
                default=Value(MailState.WAITING),
                output_field=CharField(),
            )
        )
