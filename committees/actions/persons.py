from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from audit.actions import append_event
from committees.actions.contacts import follow_contact
from committees.actions.profiles import follow_person
from committees.models import Membership, Participation, Person
from core.policy import asks


class MergeRefused(ValidationError):
    """The two rows cannot be one person as they stand."""


@asks("merge", of=("kept", "gone"))
def merge_persons(*, kept, gone, comment, by):
    """Join two rows of one person: everything that points at `gone` points at `kept` after it.

    Every membership stays, the account moves, the emptied row stays as `merged_into`. Each row
    that moves keeps the reason in its history. A declaration and a contact follow by their
    own doors.
    Raises `MergeRefused` when both have an account or took part in the same training, or when
    one person would sit twice on a committee on a day.
    """
    pks = [kept.pk, gone.pk]
    locked = {
        row.pk: row
        for row in Person.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    }
    kept, gone = (locked[pk] for pk in pks)
    _refuse(kept, gone)
    reason = comment[:100]
    user, gone.user, gone.merged_into = gone.user, None, kept
    _save(gone, reason)
    kept.user = kept.user or user
    kept.sex = kept.sex or gone.sex
    _save(kept, reason)
    follow_contact(kept, gone)
    moved = {
        relation.name: _move(relation, kept, gone, reason)
        for relation in Person._meta.related_objects
    }
    follow_person(kept, gone, by=by)
    append_event("person.merge", by=by, subject=kept, gone=gone.pk, comment=comment, **moved)
    return kept


def _refuse(kept, gone):
    if kept == gone or kept.merged_into_id or gone.merged_into_id:
        raise MergeRefused(_("One of the two rows was joined with another already."))
    if kept.user_id and gone.user_id:
        raise MergeRefused(
            _("Both have an account. Let the administrator close one of them first.")
        )
    shared = _of_the_same_training(kept, gone).counting()
    if shared:
        raise MergeRefused(
            [
                _("Both have an entry in the same training. Strike that of the row that goes:"),
                *(str(row.training) for row in shared.select_related("training__course")),
            ]
        )
    clashes = [
        _("%(committee)s, from %(day)s")
        % {"committee": row.seat.committee, "day": date_format(day, "SHORT_DATE_FORMAT")}
        for row, day in double_seats(kept, gone)
    ]
    if clashes:
        raise MergeRefused(
            [_("One person would sit twice on the same committee on a day:"), *clashes]
        )


def _of_the_same_training(kept, gone):
    """What is entered of `gone` in trainings where `kept` is entered as well."""
    return gone.participations.filter(training__participations__person=kept)


def double_seats(one, other):
    """Return pairs (membership of one, first day that it shares with one of the other's)."""
    rows = Membership.objects.select_related("seat__committee").order_by("from_on", "pk")
    return [
        (row, max(row.from_on, twin.from_on))
        for row in rows.filter(person=one)
        for twin in rows.filter(person=other, seat__committee=row.seat.committee).overlapping(
            row.from_on, row.until_on
        )
    ]


def _move(relation, kept, gone, reason):
    """Let the rows of a relation point at the kept person; return how many did."""
    field = relation.field
    rows = relation.related_model._base_manager.filter(**{field.name: gone}).order_by("pk")
    if relation.related_model is Participation:
        # What was entered twice by mistake stays struck, on the emptied row.
        rows = rows.exclude(pk__in=_of_the_same_training(kept, gone).values("pk"))
    if field.many_to_many:
        for row in rows:
            links = getattr(row, field.name)
            links.remove(gone)
            links.add(kept)
        return len(rows)
    rows = rows.exclude(pk=gone.pk) if relation.related_model is Person else rows
    for row in rows:
        setattr(row, field.name, kept)
        _save(row, reason)
    return len(rows)


def _save(row, reason):
    row._change_reason = reason
    row.save()
