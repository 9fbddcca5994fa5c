from collections import defaultdict

from django.db import connection

from committees.models import Committee, Membership, Person, Seat
from meetings.models import (
    AgendaItem,
    Attendance,
    CompensationReport,
    Concern,
    Meeting,
    Participant,
    WorkPlan,
)
from places.models import Settlement

# Each model after those that it refers to.
ORDER = (
    Committee,
    Settlement,
    Committee.settlements.through,
    Seat,
    Person,
    Membership,
    Meeting,
    Meeting.categories.through,
    Meeting.communities_affected.through,
    AgendaItem,
    Participant,
    Attendance,
    Concern,
    Concern.communities.through,
    WorkPlan,
    CompensationReport,
)
WRITTEN = tuple(model for model in ORDER if not model._meta.auto_created)
ROWS_AT_ONCE = 2000


class Writer:
    """Collects rows and inserts them many at a time; they leave no history."""

    def __init__(self):
        self.rows = defaultdict(list)

    def add(self, *rows):
        for row in rows:
            self.rows[type(row)].append(row)

    def flush(self):
        """Insert what was collected."""
        for model in ORDER:
            rows = self.rows.pop(model, [])
            model.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)

    @staticmethod
    def tell_planner():
        """Let PostgreSQL count what was inserted; it plans for empty tables until then."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def flush_when_full(self):
        if len(self.rows[Meeting]) >= ROWS_AT_ONCE:
            self.flush()
