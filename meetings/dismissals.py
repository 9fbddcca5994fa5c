"""Findings that are right as they are: dismissed with an explanation, taken back with a reason."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from audit.actions import append_event
from committees.models import Committee
from core.policy import asks
from meetings.findings import BESIDE
from meetings.models import Dismissal


@asks("dismiss_finding", of="committee")
def dismiss(rule, record, committee, *, explanation, by):
    """Put on record why what the rule found in the record is right as it is.

    An earlier dismissal that lapsed because the record changed is taken back. Raises
    `ValidationError` when the finding is gone: mended, or dismissed by somebody else.
    """
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
    own = Committee.objects.filter(pk=committee.pk)
    if not rule.entries(own, timezone.localdate()).filter(pk=record.pk).exists():
        raise ValidationError(_("This is mended or dismissed already. Look at the list again."))
    key = {"rule": rule.code, "record": record._meta.label, "record_id": record.pk}
    for lapsed in Dismissal.objects.filter(withdrawn_at=None, **key):
        _take_back(lapsed, reason=_("The record was changed afterwards."), by=by)
    dismissal = Dismissal.objects.create(
        **key,
        committee=committee,
        explanation=explanation,
        dismissed_at=timezone.now(),
        dismissed_by=by,
    )
    append_event("finding.dismiss", by=by, subject=record, rule=rule.code, explanation=explanation)
    return dismissal


@asks("dismiss_finding", of="committees")
def dismiss_all(rule, committees, *, explanation, by):
    """Put one explanation on record for all that the rule finds in the committees.

    Returns how many there were; what somebody else dismissed or mended meanwhile is not among them.
    """
    own = Committee.objects.filter(pk__in=[committee.pk for committee in committees])
    found = rule.entries(own, timezone.localdate())
    records = list(found.select_related(*BESIDE[rule.model]).order_by("pk"))
    committee_of = {row.pk: row for row in committees}
    key = {"rule": rule.code, "record": rule.model._meta.label}
    numbers = [record.pk for record in records]
    for lapsed in Dismissal.objects.filter(withdrawn_at=None, record_id__in=numbers, **key):
        _take_back(lapsed, reason=_("The record was changed afterwards."), by=by)
    rows = [
        Dismissal(
            **key,
            record_id=record.pk,
            committee=committee_of[rule.committee_of(record)],
            explanation=explanation,
            dismissed_at=timezone.now(),
            dismissed_by=by,
        )
        for record in records
    ]
    bulk_create_with_history(rows, Dismissal, default_user=by)
    append_event(
        "finding.dismiss_all", by=by, rule=rule.code, explanation=explanation, records=numbers
    )
    return len(rows)


@asks("withdraw", of="dismissal")
def withdraw(dismissal, *, reason, by):
    """Take a dismissal back, so that the finding shows again.

    Raises `ValidationError` when somebody else has done so.
    """
    row = Dismissal.objects.select_for_update(no_key=True).get(pk=dismissal.pk)
    if row.withdrawn_at:
        raise ValidationError(_("Somebody else has taken this back already."))
    _take_back(row, reason=reason, by=by)
    append_event("finding.withdraw", by=by, subject=row, rule=row.rule, reason=reason)
    return row


def _take_back(dismissal, *, reason, by):
    dismissal.withdrawn_at = timezone.now()
    dismissal.withdrawn_by = by
    dismissal.withdrawn_because = reason
    dismissal.save()
