from collections import Counter, defaultdict

from django.db import connection

from committees.models import Committee, Membership, NumberSeries, Person, Seat
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
        self.concerns = Counter()

    def add(self, *rows):
        for row in rows:
            self.rows[type(row)].append(row)

    def number(self, concern):
        """Give a concern the next number of its series in the year in which it was raised."""
        series = concern.series, concern.raised_on.year
        self.concerns[series] += 1
        prefix, year = series
        concern.number = f"{prefix}-{year}-{self.concerns[series]:04}"

    def keep_numbers(self):
        """Let the register go on after the numbers that were given."""
        NumberSeries.objects.bulk_create(
            NumberSeries(prefix=prefix, year=year, last=last)
            for (prefix, year), last in self.concerns.items()
        )

    def flush(self):
        """Insert what was collected."""
        for model in ORDER:
            rows = self.rows.pop(model, [])
            model.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)

    @staticmethod
    def tell_planner():
        """Let PostgreSQL count what was inserted; it plans for empty tables until then.

        Only what is the portal's own: the tables that all databases of a server share are locked
        until this transaction ends, for whoever counts there at the same time.
        """
        if connection.vendor == "postgresql":
            tables = map(connection.ops.quote_name, connection.introspection.django_table_names())
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {', '.join(tables)}")

    def flush_when_full(self):
        if len(self.rows[Meeting]) >= ROWS_AT_ONCE:
            self.flush()
