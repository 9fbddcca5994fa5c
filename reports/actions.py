"""Begins the edition of a year and keeps its reason; keeps, renames and ends views of figures."""

from django.utils import timezone

from audit.actions import append_event
from core.policy import may
from core.transactions import atomic
from core.workflow import FASTER, TransitionRefused
from reports.models import Edition, SavedView
from reports.permissions import maker_role


@atomic()
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


@atomic()
def give_reason(edition, reason, *, by):
    """Write why there is a new edition; raises TransitionRefused once it is no draft any more."""
    edition = Edition.objects.select_for_update(no_key=True).without_figures().get(pk=edition.pk)
    if not may(by, "edit", edition):
        raise TransitionRefused(FASTER)
    edition.reason = reason
    edition.save(update_fields=["reason"])
    append_event("edition.reason", by=by, subject=edition)
    return edition


def keep_view(*, name, page, query, role, by):
    """Keep a page with its filters for a role, or without one for whoever keeps it."""
    return SavedView.objects.create(
        name=name,
        page=page,
        query=query,
        role=role,
        owner=None if role else by,
        created_at=timezone.now(),
        created_by=by,
    )


def rename_view(view, name):
    """Give a view another name."""
    view.name = name
    view.save(update_fields=["name"])


def end_view(view, *, by):
    """End a view; who ended it already did so for both."""
    SavedView.objects.standing().filter(pk=view.pk).update(ended_at=timezone.now(), ended_by=by)
