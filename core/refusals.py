"""What is told of something that the database refused: which rule of which table, and no row."""

from django.db.backends.signals import connection_created
from django.db.utils import DatabaseErrorWrapper
from django.dispatch import receiver


class QuietErrors(DatabaseErrorWrapper):
    """Passes on the first line of an error alone.

    PostgreSQL names the rule in the first, and in the next ones the whole row and the statement,
    which would stand in logs, in mails to administrators and in what a timer prints.
    """

    def __exit__(self, exc_type, exc_value, traceback):
        if isinstance(exc_value, self.wrapper.Database.Error) and exc_value.args:
            exc_value.args = str(exc_value.args[0]).splitlines()[:1]
        super().__exit__(exc_type, exc_value, traceback)


@receiver(connection_created)
def quieten(connection, **_kwargs):
    """Let a connection tell no more than that, whatever asks it: a statement, a row, a commit."""
    connection.wrap_database_errors = QuietErrors(connection)
