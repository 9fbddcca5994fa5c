"""The cache in which the library of the accounts counts sign-ins."""

from django.core.cache.backends.db import DatabaseCache
from django.db import connections


class KeepingCache(DatabaseCache):
    """Lets nothing go before its time, however much else is kept.

    Django's own makes room by the order of the keys: whoever filled it with entries of another
    kind freed himself of the limits of the sign-in.
    """

    def _cull(self, db, cursor, now, num):
        operations = connections[db].ops
        cursor.execute(
            f"DELETE FROM {operations.quote_name(self._table)} WHERE expires < %s",  # noqa: S608
            [operations.adapt_datetimefield_value(now)],
        )
