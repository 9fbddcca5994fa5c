"""Acting in the past: what is done then bears that day everywhere, and the name of who did it."""

from contextlib import contextmanager

from django.utils import timezone
from simple_history.signals import pre_create_historical_record


@contextmanager
def acting(user, moment):
    """Let the portal take the moment for the present one, and its history the user for the author.

    Days, deadlines, numbers, letters and the audit record all ask Django's clock, so that this one
    clock keeps them in agreement. It is the clock of the whole process: nothing else may run in it.
    """

    def sign(history_instance, **_signal):
        history_instance.history_user = user

    clock = timezone.now
    timezone.now = lambda: moment
    pre_create_historical_record.connect(sign)
    try:
        yield
    finally:
        pre_create_historical_record.disconnect(sign)
        timezone.now = clock
