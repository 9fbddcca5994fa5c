"""What an approved request does: it founds a committee, or changes the one it is about."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import append_event
from committees.actions import add_seat, free_slug, seat_member
from committees.choices import CommitteeKind, CommitteeStatus, EndReason, Subject, Task
from committees.models import Committee, Deadline, Membership, Person, Rule
from committees.numbers import next_number
from committees.workflow import LIFE
from establishment.choices import Purpose

# From which states of the committee a request can be carried out.
_POSSIBLE = {
    Purpose.AREA: (CommitteeStatus.ACTIVE, CommitteeStatus.SUSPENDED),
    Purpose.SUSPENSION: (CommitteeStatus.ACTIVE,),
    Purpose.RENEWAL: (CommitteeStatus.ACTIVE, CommitteeStatus.SUSPENDED),
    Purpose.DISSOLUTION: (CommitteeStatus.ACTIVE, CommitteeStatus.SUSPENDED),
}


def hindrance(request):
    """Return the reason why the decision could not be carried out, or None."""
    if request.is_founding:
        return None
    if request.committee.status not in _POSSIBLE[request.purpose]:
        return _("The committee is no longer in a state in which this can be done.")
    return _seats_taken(request) if request.purpose == Purpose.RENEWAL else None


def _seats_taken(request):
    """Return why a new mandate cannot begin today, or None."""
    today = timezone.localdate()
    members = Membership.objects.of(request.committee)
    if members.in_force(today).filter(from_on=today).exists():
        return _("Somebody took a seat today. The new mandate can begin tomorrow.")
    if members.filter(from_on__gt=today).exists():
        return _("Somebody takes a seat on a day to come. End that membership first.")
    return None


def found_or_keep(request, *, by):
    """Return the committee that the decision is about; a founding makes it, with its number."""
    if not request.is_founding:
        return _taken(request.committee)
    today = timezone.localdate()
    municipality = request.station.municipality
    number = next_number(
        "KLSP",
        today.year,
        taken=lambda number: Committee.objects.filter(registry_number=number).exists(),
    )
    committee = Committee.objects.create(
        kind=CommitteeKind.KLSP,
        slug=free_slug(CommitteeKind.KLSP, municipality, request.name_sq),
        registry_number=number,
        name_sq=request.name_sq,
        name_sr=request.name_sr,
        name_en=request.name_en,
        municipality=municipality,
        station=request.station,
        established_on=today,
    )
    committee.settlements.set(request.settlements.all())
    append_event("committee.found", by=by, subject=committee, request=request.number)
    return committee


def _taken(committee):
    """Lock what the decision will change before the audit record is locked, as everybody does."""
    committee = Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
    list(
        Membership.objects.of(committee).select_for_update(no_key=True, of=("self",)).order_by("pk")
    )
    return committee


def carry_out(request, *, by, comment):
    """Do with the committee what was decided, in the transaction of the decision."""
    committee, today = request.committee, timezone.localdate()
    act = request.decision.number
    if request.purpose == Purpose.FOUNDING:
        committee.act = act
        committee.save()
        _seat_all(request, today, act, by)
        _set_first_deadlines(committee, today)
    elif request.purpose == Purpose.AREA:
        committee.settlements.set(request.settlements.all())
        committee.save()
        append_event("committee.edit", by=by, subject=committee, request=request.number)
    elif request.purpose == Purpose.RENEWAL:
        if committee.status == CommitteeStatus.SUSPENDED:
            LIFE.perform(committee, "resume", by=by, comment=act, status_on=today)
        _end_mandate(committee, today, act)
        _seat_all(request, today, act, by)
    else:
        step = {Purpose.SUSPENSION: "suspend", Purpose.DISSOLUTION: "dissolve"}[request.purpose]
        LIFE.perform(committee, step, by=by, comment=act, status_on=today)


def _seat_all(request, today, act, by):
    for proposed in request.members.in_order():
        if not proposed.family_name:
            add_seat(proposed.seat(), request.committee, opened_on=today)
            continue
        person = Person(
            given_name=proposed.given_name, family_name=proposed.family_name, sex=proposed.sex
        )
        seat_member.unasked(
            committee=request.committee,
            person=person,
            seat=proposed.seat(),
            office=proposed.office,
            from_on=today,
            act=act,
            overlap_reason=act,
            by=by,
        )


def _end_mandate(committee, today, act):
    """End the memberships of the old mandate with the day before the new one begins."""
    for membership in Membership.objects.of(committee).in_force(today).filter(from_on__lt=today):
        membership.until_on = today - timedelta(days=1)
        membership.end_reason = EndReason.MANDATE_ENDED
        membership.end_note = act
        membership.save()


def _set_first_deadlines(committee, today):
    rule = (
        Rule.objects.in_force(today)
        .filter(kind=committee.kind, subject=Subject.INAUGURAL_DAYS)
        .first()
    )
    if rule:
        Deadline.objects.create(
            committee=committee,
            task=Task.INAUGURAL_MEETING,
            due_on=today + timedelta(days=rule.value),
        )
