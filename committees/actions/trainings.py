from audit.actions import append_event
from committees.models import Participation
from committees.workflow import CERTIFICATION
from core.policy import asks, may
from core.transactions import atomic


@asks("edit", of="training")
def save_training(training, *, by):
    """Put a training on record, or correct it."""
    is_new = training.pk is None
    training.save()
    append_event("training.enter" if is_new else "training.edit", by=by, subject=training)
    return training


@asks("record_training", of="committee")
def add_participants(training, *, committee, persons, by):
    """Note that persons took part for a committee; whoever is noted already stays as they are.

    Returns how many are new.
    """
    added = 0
    for person in persons:
        _row, is_new = Participation.objects.get_or_create(
            training=training, person=person, defaults={"committee": committee}
        )
        added += is_new
    append_event("training.participants", by=by, subject=training, added=added)
    return added


@atomic()
def certify(participations, *, by):
    """Give each a certificate where the user may; returns how many got one.

    Raises `TransitionRefused` when the training is not over, and then nobody gets one.
    """
    given = 0
    for participation in participations:
        if may(by, "change_status", participation):
            CERTIFICATION.perform(participation, "certify", by=by)
            given += 1
    return given
