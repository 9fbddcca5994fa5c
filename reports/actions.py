"""Keeping a view of the figures, and ending it."""

from django.utils import timezone

from reports.models import SavedView


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


def end_view(view, *, by):
    """End a view; who ended it already did so for both."""
    SavedView.objects.standing().filter(pk=view.pk).update(ended_at=timezone.now(), ended_by=by)
