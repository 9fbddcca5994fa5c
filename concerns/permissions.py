"""Who sees what is kept beside a concern: whoever sees the concern."""

from accounts.posts import grants_of
from committees.offices import offices_of
from concerns.models import ConcernDocument, ConcernText, MunicipalResponse
from core.policy import register
from meetings.models import Concern
from meetings.permissions import on

for part in (ConcernText, ConcernDocument, MunicipalResponse):
    register(part, {"view": on(Concern, "concern", "view")})


def reads_concerns(user):
    """Say whether any post of the user today may let them see concerns."""
    return user.is_authenticated and bool(grants_of(user) or offices_of(user))
