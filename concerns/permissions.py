"""Who sees what is kept beside a concern: whoever sees the concern, of files the harmless."""

from committees.models import Committee
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
from meetings.permissions import file_of, hosting, keeping, on

for part in (ConcernText, MunicipalResponse, ProblemRecord):
    register(part, {"view": on(Concern, "concern", "view")})

register(
    ConcernDocument,
    {"view": file_of(Concern, "concern", view="view", names="view_history")},
)
register(Committee, {"add_project": keepers()})
register(
    Project,
    {"view": hosting, "edit": keeping, "view_history": insiders("committee", "committee__")},
)
