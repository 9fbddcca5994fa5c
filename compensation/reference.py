"""Loads who is usually entitled from `compensation/data/`; twice changes nothing.

There is no file of rates: no source names an amount.
"""

from pathlib import Path

from compensation.models import Entitlement
from places.reference import read_rows

DATA = Path(__file__).parent / "data"


def load():
    """Enter the rules of the file for capacities of which the country has no rule yet.

    What an administrator has changed since stays as it is.
    """
    known = set(Entitlement.objects.filter(municipality=None).values_list("capacity", flat=True))
    for row in read_rows(DATA / "entitlements.csv"):
        if row["capacity"] not in known:
            Entitlement.objects.create(
                capacity=row["capacity"],
                is_entitled=row["is_entitled"] == "yes",
                valid_from=row["valid_from"],
                valid_to=row["valid_to"] or None,
                source=row["source"],
            )
