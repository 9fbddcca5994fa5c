from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from audit.actions import append_event
from committees.choices import CommitteeKind, MandateStep
from committees.mandates import council_of
from committees.models import Mandate, Membership
from core.policy import asks
from places.models import Municipality

DAY = timedelta(days=1)


@asks("open_mandate", of="municipalities")
def open_mandates(municipalities, *, oath_on, by):
    """Open a mandate for each municipality; one that is running ends the day before the oath.

    Raises ValidationError, naming the municipality, when a mandate there began on the day of the
    oath or later, or went through a step on it; then none is opened.
    """
    pks = [place.pk for place in municipalities]
    opened = []
    for place in (
        Municipality.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    ):
        try:
            for running in Mandate.objects.running().filter(municipality=place):
                end_mandate.unasked(
                    running, ended_on=oath_on - DAY, end_reason=_("A new mayor swore."), by=by
                )
            mandate = Mandate(municipality=place, oath_on=oath_on)
            mandate.full_clean()
        except ValidationError as error:
            raise ValidationError(
                _("%(place)s: %(reason)s")
                % {"place": place.name, "reason": " ".join(error.messages)}
            ) from error
        mandate.save()
        opened.append(mandate)
    append_event("mandate.open", by=by, oath_on=str(oath_on), mandates=[row.pk for row in opened])
    return opened


@asks("edit", of="mandate")
def take_step(mandate, step, *, day, reference, by):
    """Record the day and the reference of a step; a decision ties the council of the registry.

    `step` is a `StepOf`. Raises ValidationError when the day does not fit the other steps.
    """
    mandate = Mandate.objects.select_for_update(no_key=True).get(pk=mandate.pk)
    setattr(mandate, step.day, day)
    setattr(mandate, step.reference, reference)
    if step.step == MandateStep.DECISION and mandate.committee is None:
        mandate.committee = council_of(mandate.municipality)
    mandate.full_clean()
    mandate.save()
    append_event(f"mandate.{step.step}", by=by, subject=mandate, day=str(day))
    return mandate


@asks("edit", of="mandate")
def correct_oath(mandate, *, oath_on, by):
    """Correct the day of the oath, from which the deadlines run.

    A mandate that ended the day before the old oath, because this one began, follows it. Raises
    ValidationError when the day does not fit the steps of this mandate or of the one before.
    """
    mandate = Mandate.objects.select_for_update(no_key=True).get(pk=mandate.pk)
    others = Mandate.objects.select_for_update(no_key=True).filter(
        municipality=mandate.municipality_id
    )
    before = others.filter(oath_on__lt=mandate.oath_on).newest_first().first()
    if before and before.ended_on == mandate.oath_on - DAY:
        before.ended_on = oath_on - DAY
        before.full_clean()
        before.save()
    if before and before.ended_on and before.ended_on >= oath_on:
        raise ValidationError(_("The mandate before this one ended later."))
    mandate.oath_on = oath_on
    mandate.full_clean()
    mandate.save()
    append_event("mandate.oath", by=by, subject=mandate, day=str(oath_on))
    return mandate


def link_council(committee):
    """Tie a new council to the running mandate of its municipality that the assembly decided on."""
    if committee.kind != CommitteeKind.KKSB:
        return
    waiting = Mandate.objects.running().filter(
        municipality=committee.municipality, committee=None, decided_on__isnull=False
    )
    for mandate in waiting:
        mandate.committee = committee
        mandate.save()


@asks("edit", of="mandate")
def end_mandate(mandate, *, ended_on, end_reason, by):
    """End a mandate, and with it the term of the members who have not left by that day.

    Nobody is taken off the roster: they serve beyond the term until replaced. A term that was
    over earlier stays as it is. Raises ValidationError when the day does not fit.
    """
    mandate = Mandate.objects.select_for_update(no_key=True).get(pk=mandate.pk)
    mandate.ended_on = ended_on
    mandate.end_reason = end_reason
    mandate.full_clean()
    mandate.save()
    council = mandate.committee or council_of(mandate.municipality)
    members = Membership.objects.of(council).in_force(ended_on).within_term(ended_on)
    for membership in members if council else ():
        membership.mandate_until_on = ended_on
        membership.save()
    append_event("mandate.end", by=by, subject=mandate, day=str(ended_on))
    return mandate


@asks("edit", of="nomination.mandate")
def save_nomination(nomination, *, by):
    """Record or correct a nomination; raises ValidationError when it came before the oath."""
    if nomination.received_on < nomination.mandate.oath_on:
        raise ValidationError({"received_on": _("This day lies before the mayor's oath.")})
    nomination.full_clean()
    nomination.save()
    append_event("mandate.nomination", by=by, subject=nomination.mandate, nomination=nomination.pk)
    return nomination
