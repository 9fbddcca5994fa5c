"""How often somebody did something: counted in one statement, whoever counts at the same time.

A cache would not do: its entries go when others need the room, and its counters are no atoms.
"""

from datetime import timedelta
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.db import connection
from django.utils import timezone

from limits.models import Counter

# A home has so many of the newer addresses (RFC 6177).
PREFIX = 64
COUNT = """
    INSERT INTO limits_counter (key, number, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
    ON CONFLICT (key) DO UPDATE SET
        number = CASE WHEN limits_counter.ends_at <= %(now)s THEN 1
            ELSE limits_counter.number + 1 END,
        ends_at = CASE WHEN limits_counter.ends_at <= %(now)s THEN excluded.ends_at
            ELSE limits_counter.ends_at END
    RETURNING number
"""


def count(key, *, seconds):
    """Count one time and return the how-manieth it is in its window.

    A window lasts so many seconds from its first time on, and is never renewed.
    """
    now = timezone.now()
    adapt = connection.ops.adapt_datetimefield_value
    ends_at = now + timedelta(seconds=seconds)
    values = {"key": key[:200], "now": adapt(now), "ends_at": adapt(ends_at)}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        (number,) = cursor.fetchone()
    return number


def remove_old():
    """Delete the counters whose window is over."""
    Counter.objects.filter(ends_at__lte=timezone.now()).delete()


def count_of(key):
    """Return how often it was done in the window that is open."""
    row = Counter.objects.filter(key=key[:200], ends_at__gt=timezone.now()).first()
    return row.number if row else 0


def network_of(request):
    """Return the address that a request came from; of the newer kind, the network of its home."""
    address = ip_address(get_adapter().get_client_ip(request))
    if address.version == 4:
        return str(address)
    return str(ip_network((address, PREFIX), strict=False))
