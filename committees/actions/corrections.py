"""The roster is corrected: a row mended or struck, a strike taken back, a handover undone.

Each `plan_…` says what would change and writes nothing; the action of the same name plans anew
under the lock, refuses what would leave a record without its person, and gives every row that
changes the reason.
"""

from copy import copy

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import end_access_without_post
from audit.actions import append_event
from committees.actions.members import (
    DAY,
    Overlap,
    beside,
    held_beside,
    open_seat_for,
    span_of,
)
from committees.choices import EndReason
from committees.consequences import Change, clean_up, consequences_of
from committees.models import Membership, StruckMembership
from committees.models.committee import Appointment
from core.policy import asks, claim

PERSON_FACTS = ("given_name", "family_name", "sex")
FACTS = [field.name for field in Appointment._meta.local_fields]


class CorrectionRefused(ValidationError):
    """Records rest on the row as it is; `consequences` says which, each with its address."""

    def __init__(self, consequences):
        self.consequences = consequences
        super().__init__([f"{found.name}: {found.text}" for found in consequences])


def plan_correction(membership, *, overlap_reason="", given_name, family_name, sex, **facts):
    """Return the changes that give a membership, and its person, other facts.

    Where the row took over the day after its predecessor left, the last day of the predecessor
    moves along with the first day. Raises ValidationError when the facts do not fit, and
    `Overlap` when two would hold it at once and no reason is given.
    """
    was = _as_stored(membership)
    becomes = copy(was)
    becomes.person = copy(was.person)
    for name, value in zip(PERSON_FACTS, (given_name, family_name, sex), strict=True):
        setattr(becomes.person, name, value)
    for name, value in facts.items():
        setattr(becomes, name, value)
    becomes.person.full_clean()
    before = _moved_along(was, becomes)
    others = _refuse_misfit(becomes, moved=before)
    becomes.overlap_reason = (overlap_reason or was.overlap_reason) if others else ""
    if others and not becomes.overlap_reason:
        raise Overlap(others)
    changes = [Change(was, becomes), *before]
    if becomes.person.sex != was.person.sex:
        changes += _elsewhere(was, becomes.person)
    return changes


def plan_strike(membership):
    """Return the change that takes a membership off the roster."""
    return [Change(_as_stored(membership), None)]


def plan_restoring(struck):
    """Return the change that puts a struck membership back.

    Raises ValidationError when somebody else sits there now, or the strike was taken back.
    """
    if not StruckMembership.objects.standing().filter(pk=struck.pk).exists():
        raise ValidationError(_("Somebody else has taken this back already."))
    row = Membership(pk=struck.number, **{name: getattr(struck, name) for name in FACTS})
    _refuse_taken(row)
    return [Change(None, row)]


def plan_undoing(membership):
    """Return the changes that undo a handover: the former row is open again, the new one goes.

    A seat of the committee that the successor left for it is theirs again. Raises ValidationError
    when the row is of no handover, or others follow.
    """
    was = _as_stored(membership)
    former = was.took_over_from
    if former is None:
        raise ValidationError(_("This member did not take over by a handover."))
    later = was.successors.select_related("person").first()
    if later:
        raise ValidationError(
            _("%(name)s took over after that. Undo that handover first.") % {"name": later.person}
        )
    left = Membership.objects.of(was.seat.committee).filter(
        person=was.person, until_on=was.from_on - DAY, end_reason=EndReason.OTHER_SEAT
    )
    changes = [Change(was, None)]
    for row in (former, *left):
        stored = _as_stored(row)
        reopened = _before_handover(stored, was)
        _refuse_taken(reopened, leaving=was)
        changes.append(Change(stored, reopened))
    return changes


def _as_stored(membership):
    row = Membership.objects.with_seat().filter(pk=membership.pk).first()
    if row is None:
        raise ValidationError(
            _("Somebody else changed this record a moment ago. Look at it again.")
        )
    return row


def _moved_along(was, becomes):
    """Return the change of the predecessor whose last day lay just before the first one."""
    former = was.took_over_from
    if becomes.from_on == was.from_on or not former or former.until_on != was.from_on - DAY:
        return []
    former = _as_stored(former)
    moved = copy(former)
    moved.until_on = becomes.from_on - DAY
    if moved.until_on < moved.from_on:
        raise ValidationError(
            {
                "from_on": _("The predecessor was a member %(days)s only.")
                % {"days": span_of(former)}
            }
        )
    return [Change(former, moved)]


def _elsewhere(was, person):
    """Return the changes of the person's other memberships, of which only the person changes."""
    rows = Membership.objects.with_seat().filter(person=was.person_id).exclude(pk=was.pk)
    changes = []
    for row in rows:
        other = copy(row)
        other.person = person
        changes.append(Change(row, other))
    return changes


def _refuse_misfit(row, *, moved=(), leaving=None):
    """Raise ValidationError where a row cannot stand on the roster; return who holds it beside.

    `moved` are changes that come with it, `leaving` is a row that goes.
    """
    row.full_clean()
    span = (row, row.from_on, row.until_on)
    apart = [change.was.pk for change in moved] + ([leaving.pk] if leaving else [])
    if beside(*span).filter(person=row.person_id).exclude(pk__in=apart).exists():
        raise ValidationError(_("This person would sit twice on the committee on a day."))
    return list(held_beside(*span).exclude(pk__in=apart))


def _refuse_taken(row, *, leaving=None):
    """The same for a row that comes back: what somebody else holds now is not held twice."""
    others = _refuse_misfit(row, leaving=leaving)
    if others and not row.overlap_reason:
        raise ValidationError(
            _("Somebody else holds it on these days: %(names)s. Correct their days first.")
            % {"names": ", ".join(f"{other.person} ({span_of(other)})" for other in others)}
        )


def _before_handover(row, follower):
    """Return the row as its history shows it before the handover wrote its end."""
    begun = follower.history.filter(history_type="+").order_by("history_date").first()
    written = row.history.order_by("-history_date", "-history_id")
    before = written.filter(history_date__lte=begun.history_date)[1:2] if begun else ()
    reopened = copy(row)
    reopened.until_on, reopened.end_reason, reopened.end_note = None, "", ""
    for version in before:
        reopened.until_on = version.until_on
        reopened.end_reason, reopened.end_note = version.end_reason, version.end_note
    return reopened


@asks("edit_members", of="membership.seat.committee")
def correct_membership(membership, *, reason, by, **facts):
    """Give a membership and its person the facts that were meant; see `plan_correction`."""
    changes = plan_correction(membership, **facts)
    was, becomes = changes[0].was, changes[0].becomes
    if any(getattr(was.person, name) != getattr(becomes.person, name) for name in PERSON_FACTS):
        claim(by, "correct", was.person)
        _save(becomes.person, reason)
    return _carry_out(changes, "member.correct", reason=reason, by=by)


@asks("edit_members", of="membership.seat.committee")
def strike(membership, *, reason, by):
    """Take a membership that was entered by mistake off the roster; it is kept as struck."""
    return _carry_out(plan_strike(membership), "member.strike", reason=reason, by=by)


@asks("edit_members", of="membership.seat.committee")
def undo_hand_over(membership, *, reason, by):
    """Open the row of the predecessor again and strike that of the successor."""
    return _carry_out(plan_undoing(membership), "member.undo_hand_over", reason=reason, by=by)


@asks("edit_members", of="struck.seat.committee")
def take_strike_back(struck, *, reason, by):
    """Put a struck membership back on the roster under the number that it had."""
    changes = plan_restoring(struck)
    stamps = {"restored_at": timezone.now(), "restored_by": by, "restored_because": reason}
    StruckMembership.objects.filter(pk=struck.pk).update(**stamps)
    return _carry_out(changes, "member.restore", reason=reason, by=by)


def _carry_out(changes, event, *, reason, by):
    """Write the changes; raises `CorrectionRefused` where records would lose their person."""
    against = [found for found in consequences_of(changes, by) if found.refuses]
    if against:
        raise CorrectionRefused(against)
    clean_up(changes)
    for change in changes:
        _write(change, reason=reason, by=by)
    first = changes[0]
    append_event(
        event,
        by=by,
        subject=first.committee,
        membership=(first.was or first.becomes).pk,
        comment=reason,
    )
    for change in changes:
        if change.was and change.was.person.user:
            end_access_without_post(change.was.person.user, by=by)
    return first.becomes


def _write(change, *, reason, by):
    was, becomes = change.was, change.becomes
    if becomes is None:
        StruckMembership.objects.create(
            number=was.pk,
            struck_at=timezone.now(),
            struck_by=by,
            struck_because=reason,
            **{name: getattr(was, name) for name in FACTS},
        )
        was._change_reason = reason
        was.delete()
    elif was is None or any(getattr(was, name) != getattr(becomes, name) for name in FACTS):
        _save(becomes, reason)
        open_seat_for(becomes)


def _save(row, reason):
    row._change_reason = reason
    row.save()
