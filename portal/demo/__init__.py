"""Demonstration data: fictional, marked on every page, never beside real figures."""

from committees.models import Committee

# The founding act that every demonstration committee carries, and no real one.
DEMO_ACT = "DEMO"


def is_demo():
    """Say whether the database holds demonstration data."""
    return Committee.objects.filter(act=DEMO_ACT).exists()
