"""How invented committees are told from real ones: by the founding act that each carries."""

from committees.models import Committee

# The founding act that every demonstration committee carries, and no real one.
DEMO_ACT = "DEMO"


def is_demo():
    """Say whether the database holds demonstration data."""
    return Committee.objects.filter(act=DEMO_ACT).exists()
