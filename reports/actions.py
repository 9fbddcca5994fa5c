"""Begins the edition of a year, and keeps what a draft says of its reason."""

from django.db import transaction
from django.utils import timezone

from audit.actions import append_event
from core.policy import may
from core.workflow import FASTER, TransitionRefused
from reports.models import Edition
from reports.permissions import maker_role


@transaction.atomic
def begin_edition(kind, year, *, reason="", by):
    """Open a draft; raises ValidationError when one of the year is in the making already."""
    edition = Edition(
        kind=kind,
        year=year,
        reason=reason,
        prepared_at=timezone.now(),
        prepared_by=by,
        prepared_as=maker_role(by),
    )
    edition.full_clean()
    edition.save()
    append_event("edition.begin", by=by, subject=edition)
    return edition


@transaction.atomic
def give_reason(edition, reason, *, by):
    """Write why there is a new edition; raises TransitionRefused once it is no draft any more."""
    edition = Edition.objects.select_for_update().without_figures().get(pk=edition.pk)
    if not may(by, "edit", edition):
        raise TransitionRefused(FASTER)
    edition.reason = reason
    edition.save(update_fields=["reason"])
    append_event("edition.reason", by=by, subject=edition)
    return edition
