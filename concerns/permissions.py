"""Who sees what is kept beside a concern: whoever sees the concern."""

from accounts.posts import grants_of
from committees.models import Committee
from committees.offices import offices_of
from committees.permissions import insiders, keepers
from concerns.models import (
    ConcernDocument,
    ConcernText,
    MunicipalResponse,
    ProblemRecord,
    Project,
)
from core.policy import register
from meetings.models import Concern
from meetings.permissions import hosting, keeping, on

for part in (ConcernText, ConcernDocument, MunicipalResponse, ProblemRecord):
    register(part, {"view": on(Concern, "concern", "view")})

register(Committee, {"add_project": keepers()})
register(
    Project,
    {"view": hosting, "edit": keeping, "view_history": insiders("committee", "committee__")},
)


def reads_concerns(user):
    """Say whether any post of the user today may let them see concerns."""
    return user.is_authenticated and bool(grants_of(user) or offices_of(user))
