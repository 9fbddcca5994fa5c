"""Loads the first chain of command from `establishment/data/chain.csv`, once.

Later chains are made by an administrator in the portal; loading again leaves them alone.
"""

from datetime import date
from pathlib import Path

from establishment.models import Chain, Level
from places.reference import NAMES, read_rows

DATA = Path(__file__).parent / "data"
FIRST_DAY = date(2000, 1, 1)


def load():
    """Make the first chain of command, if there is none."""
    if Chain.objects.exists():
        return
    chain = Chain.objects.create(valid_from=FIRST_DAY)
    for row in read_rows(DATA / "chain.csv"):
        Level.objects.create(
            chain=chain,
            order=row["order"],
            role=row["role"],
            working_days=row["working_days"],
            **{name: row[name] for name in NAMES},
        )
