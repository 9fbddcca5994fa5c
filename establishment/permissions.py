"""Who files, reads and decides on requests: the one table behind lists, pages, files and mail."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.choices import Role
from accounts.models import RoleGrant
from accounts.permissions import administrator, granted
from committees.choices import CommitteeKind, CommitteeStatus
from committees.models import Committee
from core.policy import Rule, in_state, nobody, register, where
from establishment.choices import EDITABLE, OPEN, RequestStatus, Route
from establishment.models import (
    Chain,
    Decision,
    DecisionLetter,
    EstablishmentRequest,
    Level,
    Move,
    ProposedMember,
    RequestDocument,
    Step,
)
from places.models import PoliceStation

FILINGS = ("submit", "resubmit")
DECISIONS = ("forward", "approve", "return", "send-back", "reject", "reopen")

station_people = granted(Role.STATION_COMMANDER, Role.STATION_OFFICER, station="station")
headquarters = granted(Role.COMMUNITY_POLICING, Role.DEPUTY_GENERAL_DIRECTOR, Role.GENERAL_DIRECTOR)
police_above = granted(Role.REGIONAL_DIRECTOR, region="region") | headquarters
filed = where("once it was submitted", submitted_on__isnull=False)
# On the commander's route, and where a committee is changed, the filing is the station's act; so
# it is where the commander files what citizens ask for.
filers = granted(Role.STATION_COMMANDER, station="station") | (
    granted(Role.STATION_OFFICER, station="station")
    & where("it is the citizens' route", route=Route.CITIZENS)
)


def grants_of_step(user, step):
    """Return the user's grants of today for the level; `step` is the way from the row to it."""
    return RoleGrant.objects.in_force(timezone.localdate()).filter(
        Q(region=None) | Q(region=OuterRef(f"{step}region")),
        Q(station=None) | Q(station=OuterRef(f"{step}station")),
        user=user,
        role=OuterRef(f"{step}role"),
    )


def _holds_level(user):
    return Q(Exists(grants_of_step(user, "step__"))) if user.is_authenticated else nobody(user)


def _took_part(user):
    """Somebody who filed the request, or decided on it at another level than the present one."""
    if not user.is_authenticated:
        return nobody(user)
    own = Move.objects.filter(request=OuterRef("pk"), moved_by=user)
    elsewhere = Q(name__in=DECISIONS) & ~Q(step=OuterRef("step"))
    return Q(Exists(own.filter(Q(name__in=FILINGS) | elsewhere)))


def _has_earlier_level(_user):
    earlier = Step.objects.filter(
        request=OuterRef("pk"), order__lt=OuterRef("step__order"), is_filing=False
    )
    return Q(Exists(earlier))


holder = Rule("whoever holds the post of the level", _holds_level) & ~Rule(
    "filed it or decided on it at another level", _took_part
)
decider = in_state(RequestStatus.AT_LEVEL) & holder
earlier_level = Rule("there is an earlier level", _has_earlier_level)
whole_file = station_people | (filed & police_above)

register(
    EstablishmentRequest,
    {
        "view": whole_file | (filed & (granted(Role.OSCE_MONITOR) | administrator)),
        "view_file": whole_file,
        # Whoever writes it, which they can while it is open.
        "prepare": station_people,
        "edit": in_state(*EDITABLE) & station_people,
        "submit": in_state(*EDITABLE) & filers,
        "place": in_state(RequestStatus.SUBMITTED) & (station_people | administrator),
        "take_on": decider
        | (in_state(RequestStatus.RETURNED) & station_people)
        | (in_state(RequestStatus.SUBMITTED) & administrator),
        "withdraw": in_state(*OPEN) & filers,
        # What came to nothing, or to a refusal, can be asked for anew with all that it said.
        "begin_again": in_state(RequestStatus.REJECTED, RequestStatus.WITHDRAWN) & station_people,
        "decide": decider,
        "forward": decider & where("the level is not the last", step__is_last=False),
        "approve": decider & where("the level is the last", step__is_last=True),
        "send_back": decider & earlier_level,
        "reopen": in_state(RequestStatus.REJECTED) & holder,
    },
)


def of_request(action, at="request"):
    """Return the rule that holds where the user may do the action on the row's request."""

    def condition(user):
        requests = EstablishmentRequest.objects.permitted(user, action)
        return Q(**{f"{at}__in": requests.values("pk")})

    return Rule(f"{action} of its request", condition)


register(Step, {"view": of_request("view")})
register(Move, {"view": of_request("view"), "view_reason": of_request("view_file")})
register(ProposedMember, {"view": of_request("view_file"), "edit": of_request("edit")})
register(RequestDocument, {"view": of_request("view_file"), "edit": of_request("edit")})
register(Decision, {"view": of_request("view")})
register(DecisionLetter, {"view": of_request("view_file", at="decision__request")})

# Whoever is shown requests at all is shown the chain that they climb.
READERS = (
    Role.STATION_COMMANDER,
    Role.STATION_OFFICER,
    Role.REGIONAL_DIRECTOR,
    Role.COMMUNITY_POLICING,
    Role.DEPUTY_GENERAL_DIRECTOR,
    Role.GENERAL_DIRECTOR,
    Role.OSCE_MONITOR,
    Role.ADMINISTRATOR,
)
register(Chain, {"view": granted(*READERS), "make": administrator})
register(Level, {"view": granted(*READERS)})
register(
    PoliceStation,
    {
        "file_request": granted(Role.STATION_COMMANDER, Role.STATION_OFFICER, station="pk"),
        "set_region": administrator,
    },
)
register(
    Committee,
    {
        "request_change": station_people
        & where("it is a local committee", kind=CommitteeKind.KLSP)
        & where(
            "it is not dissolved",
            status__in=[CommitteeStatus.ACTIVE, CommitteeStatus.SUSPENDED],
        )
    },
)


def reads_requests(user):
    """Say whether any role of the user today lets them see requests."""
    return (
        user.is_authenticated
        and RoleGrant.objects.in_force(timezone.localdate())
        .filter(user=user, role__in=READERS)
        .exists()
    )
