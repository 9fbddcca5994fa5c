"""Begins the edition of a year and keeps its reason; keeps, renames and ends views of figures."""

from django.utils import timezone

from audit.actions import append_event
from core.policy import MADE, asks
from reports.models import Edition, SavedView
from reports.permissions import maker_role


@asks("edit", of=MADE)
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


@asks("edit", of="edition")
def give_reason(edition, reason, *, by):
    """Write why there is a new edition."""
    edition.reason = reason
    edition.save(update_fields=["reason"])
    append_event("edition.reason", by=by, subject=edition)
    return edition


@asks("rename", of=MADE)
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


@asks("rename", of="view")
def rename_view(view, name, *, by):
    """Give a view another name."""
    view.name = name
    view.save(update_fields=["name"])


@asks("end", of="view")
def end_view(view, *, by):
    """End a view; who ended it already did so for both."""
    SavedView.objects.standing().filter(pk=view.pk).update(ended_at=timezone.now(), ended_by=by)
