from datetime import UTC, datetime

import factory

from reports.models import SavedView
from tests.factories.accounts import UserFactory


class SavedViewFactory(factory.django.DjangoModelFactory):
    """The map of somebody's own; `role` makes it one of a role."""

    class Meta:
        model = SavedView

    name = factory.Sequence(lambda number: f"View {number}")
    page = "reports:map"
    query = "kind=kksb&year=2025"
    owner = factory.Maybe("role", None, factory.SubFactory(UserFactory))
    role = ""
    created_at = datetime(2026, 5, 1, 9, tzinfo=UTC)
    created_by = factory.SubFactory(UserFactory)
