"""What is written: runs and their periods, payments, the dated rules."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import append_event
from committees.models import Committee
from compensation.choices import RunStatus
from compensation.models import Payment, SettlementRun
from compensation.money import euro
from compensation.settling import NOTHING, sums_by_member
from core.policy import asks
from core.workflow import FASTER
from places.models import Municipality


class Outdated(ValidationError):
    """What was to be done is done, or is no longer to be done: somebody else was faster."""


@asks("settle", of="run.committee")
def open_run(run, *, by):
    """Open a run for a period.

    Raises `ValidationError` when another run of the committee settles one of its days.
    """
    # Two who open a run of one committee come one after the other.
    Committee.objects.select_for_update(no_key=True).get(pk=run.committee_id)
    run.full_clean()
    run.save()
    append_event("settlementrun.open", by=by, subject=run)
    return run


@asks("edit", of="run", under="run.committee")
def move_run(run, *, by):
    """Move the period of a draft; raises as `open_run`, and `Outdated` when somebody was faster."""
    Committee.objects.select_for_update(no_key=True).get(pk=run.committee_id)
    drafts = SettlementRun.objects.filter(status=RunStatus.DRAFT, number="", version=run.version)
    if not drafts.filter(pk=run.pk).update(version=F("version") + 1):
        raise Outdated(FASTER)
    run.version += 1
    run.full_clean()
    run.save(update_fields=["from_on", "until_on"])
    append_event("settlementrun.move", by=by, subject=run)
    return run


def open_sums(run):
    """Return {membership: what is due and not yet paid} of a closed run, without the settled."""
    paid = sums_by_member(run.payments.standing())
    due = sums_by_member(run.lines.all())
    left = {member: owed - paid.get(member, NOTHING) for member, owed in due.items()}
    return {member: amount for member, amount in left.items() if amount > 0}


@asks("pay", of="run")
def record_payments(run, *, paid_on, reference, membership=None, amount=None, by):
    """Record that all open sums were paid, or that of one member, or a part of it.

    Raises `Outdated` when nothing of it is open any more, and `ValidationError` when more
    would be paid than is open.
    """
    run = SettlementRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    left = open_sums(run) if run.is_closed else {}
    if membership:
        left = {pk: sum_ for pk, sum_ in left.items() if pk == membership.pk}
    if not left:
        raise Outdated(_("Nothing of this is open any more. Look at the run again."))
    if amount is not None:
        [(pk, open_sum)] = left.items()
        if amount > open_sum:
            raise ValidationError(
                {"amount": _("Only %(open)s are open.") % {"open": euro(open_sum)}}
            )
        left = {pk: amount}
    payments = [
        Payment(
            run=run,
            membership_id=pk,
            amount=sum_,
            paid_on=paid_on,
            reference=reference,
            recorded_at=timezone.now(),
            recorded_by=by,
        )
        for pk, sum_ in left.items()
    ]
    for payment in payments:
        payment.full_clean()
        payment.save()
    append_event(
        "payment.record", by=by, subject=run, reference=reference, payments=[p.pk for p in payments]
    )
    return payments


@asks("withdraw", of="payment", under="payment.run")
def withdraw_payment(payment, *, reason, by):
    """Take a payment back that was recorded by mistake or came back; it stays on record.

    Raises `Outdated` when somebody else has taken it back.
    """
    # In the order of `record_payments`: first the run, then its payments.
    SettlementRun.objects.select_for_update(no_key=True).get(pk=payment.run_id)
    payment = Payment.objects.get(pk=payment.pk)
    if payment.withdrawn_at:
        raise Outdated(_("This payment is taken back already."))
    payment.withdrawn_at, payment.withdrawn_by = timezone.now(), by
    payment.withdrawal_reason = reason
    payment.full_clean()
    payment.save()
    append_event("payment.withdraw", by=by, subject=payment.run, payment=payment.pk, reason=reason)
    return payment


@asks("edit", of="rule", under="rule.municipality")
def save_rule(rule, *, by):
    """Enter or correct a rate or a rule on who is entitled.

    Raises `ValidationError` when another rule of its key holds on one of its days.
    """
    # Whoever enters a rule for the country waits for all, others for those of their municipality.
    places = Municipality.objects.select_for_update(no_key=True).order_by("pk")
    list(places.filter(pk=rule.municipality_id) if rule.municipality_id else places)
    is_new = rule.pk is None
    rule.full_clean()
    rule.save()
    append_event(f"{rule._meta.model_name}.{'enter' if is_new else 'edit'}", by=by, subject=rule)
    return rule
