"""Findings that are right as they are: dismissed with an explanation, taken back with a reason."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import append_event
from committees.models import Committee
from core.policy import asks
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
