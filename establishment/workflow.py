"""The way of a request: from the draft at the station to the decision of the last level."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_transition
from core.forms import ReasonForm
from core.workflow import Transition, Workflow
from establishment import chain, evidence, notices
from establishment.carrying_out import carry_out, found_or_keep, hindrance
from establishment.choices import OPEN, RequestStatus
from establishment.letters import decide, issue_letters
from establishment.models import EstablishmentRequest, Move, Step
from establishment.permissions import DECISIONS, FILINGS
from establishment.snapshot import snapshot_of


class SendBackForm(ReasonForm):
    """Asks to which earlier level, and why."""

    to_step = forms.ModelChoiceField(label=_("Back to"), queryset=Step.objects.none())

    field_order = ("to_step", "comment")

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["to_step"]
        field.label_from_instance = lambda step: step.full_name
        if request is not None:
            field.queryset = earlier_levels(request)


def earlier_levels(request):
    """Return the levels before the present one at which somebody decides; none in a draft."""
    if request.step is None:
        return Step.objects.none()
    return (
        request.steps.filter(order__lt=request.step.order, is_filing=False)
        .select_related("region", "station")
        .order_by("order")
    )


def submitted(_request, *, by):
    return {"submitted_on": timezone.localdate()}


def placed(request, *, by):
    region, step = chain.lay(request)
    return {"region": region, **chain.clock(step)}


def corrected(request, *, by):
    return {"round": request.round + 1, **chain.clock_after_correction(request)}


def passed_on(request, *, by):
    following = request.steps.filter(order__gt=request.step.order).order_by("order").first()
    return chain.clock(following)


def sent_back(_request, *, by, to_step):
    return chain.clock(to_step)


def approved(request, *, by):
    return {"decided_on": timezone.localdate(), "committee": found_or_keep(request, by=by)}


def rejected(_request, *, by):
    return {"decided_on": timezone.localdate()}


def reopened(request, *, by):
    return {"decided_on": None, **chain.clock(request.step)}


def unchanged(_request, *, by):
    return {}


def send_up(request, *, by, comment):
    """Give the request its chain at once; where that is not known yet, it waits for it."""
    reason = chain.hindrance(request)
    if reason:
        notices.ask_for_chain(request)
    else:
        WAY.perform(request, "place", by=by)


def record_move(*, record, was, step, by, comment):
    """Write the move into the history of the request, and into the audit record."""
    at_level = was.step if was.status != RequestStatus.DRAFT else None
    grant = None
    if at_level and step in DECISIONS:
        grant = chain.grants_at(at_level, timezone.localdate()).filter(user=by).first()
    Move.objects.create(
        request=record,
        number=record.version,
        name=step,
        before=was.status,
        after=record.status,
        step=at_level,
        to_step=record.step,
        round=record.round,
        moved_at=record.status_at,
        moved_by=by,
        grant=grant,
        reason=comment,
        submitted=snapshot_of(record) if step in FILINGS else None,
    )
    record_transition(record=record, was=was, step=step, by=by, comment=comment)


AT_LEVEL = frozenset({RequestStatus.AT_LEVEL})

WAY = Workflow(
    EstablishmentRequest,
    counter="version",
    transitions=(
        Transition(
            name="submit",
            label=_("Submit"),
            sources=frozenset({RequestStatus.DRAFT}),
            target=RequestStatus.SUBMITTED,
            action="submit",
            needs=(evidence.hindrance,),
            writes=submitted,
            then=(send_up,),
            done=_("The request is submitted. You see below where it is."),
            style="primary",
        ),
        Transition(
            name="place",
            label=_("Send up the chain of command"),
            sources=frozenset({RequestStatus.SUBMITTED}),
            target=RequestStatus.AT_LEVEL,
            action="place",
            needs=(chain.hindrance,),
            writes=placed,
            then=(notices.tell_level,),
            done=_("The request is on its way."),
            style="primary",
        ),
        Transition(
            name="resubmit",
            label=_("Submit again"),
            sources=frozenset({RequestStatus.RETURNED}),
            target=RequestStatus.AT_LEVEL,
            action="submit",
            needs=(evidence.hindrance,),
            writes=corrected,
            then=(notices.tell_level,),
            done=_("The request is back at the level that returned it."),
            style="primary",
        ),
        Transition(
            name="forward",
            label=_("Approve and pass on"),
            sources=AT_LEVEL,
            target=RequestStatus.AT_LEVEL,
            action="forward",
            writes=passed_on,
            then=(notices.tell_level, notices.tell_filer),
            done=_("Approved. The request is now at the next level."),
            style="primary",
        ),
        Transition(
            name="approve",
            label=_("Approve"),
            sources=AT_LEVEL,
            target=RequestStatus.APPROVED,
            action="approve",
            needs=(hindrance,),
            writes=approved,
            then=(decide, carry_out, issue_letters, notices.tell_filer),
            done=_("Approved. The decision and its letter are below."),
            style="primary",
        ),
        Transition(
            name="return",
            label=_("Return for correction"),
            sources=AT_LEVEL,
            target=RequestStatus.RETURNED,
            action="decide",
            writes=unchanged,
            then=(notices.tell_filer,),
            form=ReasonForm,
            done=_("Returned to the station. The clock stands until it comes back."),
        ),
        Transition(
            name="send-back",
            label=_("Send back to an earlier level"),
            sources=AT_LEVEL,
            target=RequestStatus.AT_LEVEL,
            action="send_back",
            writes=sent_back,
            then=(notices.tell_level, notices.tell_filer),
            form=SendBackForm,
            done=_("Sent back. The request is now at the earlier level."),
        ),
        Transition(
            name="reject",
            label=_("Reject"),
            sources=AT_LEVEL,
            target=RequestStatus.REJECTED,
            action="decide",
            writes=rejected,
            then=(notices.tell_filer,),
            form=ReasonForm,
            done=_("Rejected. The station is told the reason."),
            style="danger",
        ),
        Transition(
            name="reopen",
            label=_("Reopen"),
            sources=frozenset({RequestStatus.REJECTED}),
            target=RequestStatus.AT_LEVEL,
            action="reopen",
            writes=reopened,
            then=(notices.tell_level, notices.tell_filer),
            form=ReasonForm,
            done=_("The request is open again, at this level."),
        ),
        Transition(
            name="withdraw",
            label=_("Withdraw"),
            sources=frozenset(OPEN),
            target=RequestStatus.WITHDRAWN,
            action="withdraw",
            writes=unchanged,
            then=(notices.tell_level_of_withdrawal,),
            form=ReasonForm,
            done=_("The request is withdrawn."),
            style="danger",
        ),
    ),
    recorded_by=record_move,
)
