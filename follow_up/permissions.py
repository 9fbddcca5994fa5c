"""Who is shown actions at all; the policies of the rows stand with their models, in `meetings`."""

from committees.permissions import in_service
from core.policy import EVERY_ROW


def reads_actions(user):
    """Say whether the user has a role or an office: others are shown no action."""
    return in_service(user) is EVERY_ROW
