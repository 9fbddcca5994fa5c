"""From the chain of command in force to the levels that one request climbs, and their clock."""

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Role, Scope
from accounts.models import RoleGrant
from establishment.choices import Route
from establishment.models import Chain, Step
from places.models import StationRegion
from places.working_days import WorkingDays


def region_of(station, day):
    """Return the police region of the station on the day; None where none is confirmed."""
    row = (
        StationRegion.objects.in_force(day)
        .filter(station=station)
        .select_related("region")
        .order_by(F("valid_from").desc(nulls_last=True))
        .first()
    )
    return row.region if row else None


def levels_on(day):
    """Return the levels of the chain in force on the day, in their order."""
    chain = Chain.objects.in_force(day).first()
    return list(chain.levels.order_by("order")) if chain else []


def hindrance(request):
    """Return the reason why the request cannot be sent up yet, or None."""
    today = timezone.localdate()
    levels = levels_on(today)
    if not levels:
        return _("No chain of command is in force. The administrator has been asked.")
    needs_region = any(Role(level.role).scope == Scope.REGION for level in levels)
    if needs_region and region_of(request.station, today) is None:
        return _(
            "The police region of this station is not confirmed. The administrator has been asked."
        )
    return None


def lay(request):
    """Give the request the levels of today's chain; return its region and its first level.

    Where the filing was the act of the station, its level is passed already.
    """
    today = timezone.localdate()
    region = region_of(request.station, today)
    is_act_of_station = request.route != Route.CITIZENS or _filed_by_its_commander(request, today)
    levels = levels_on(today)
    steps = [
        Step(
            request=request,
            order=level.order,
            role=level.role,
            name_sq=level.name_sq,
            name_sr=level.name_sr,
            name_en=level.name_en,
            region=region if Role(level.role).scope == Scope.REGION else None,
            station=request.station if Role(level.role).scope == Scope.STATION else None,
            working_days=level.working_days,
            is_filing=level.role == Role.STATION_COMMANDER and is_act_of_station,
            is_last=level is levels[-1],
        )
        for level in levels
    ]
    Step.objects.bulk_create(steps)
    return region, next(step for step in steps if not step.is_filing)


def _filed_by_its_commander(request, day):
    """Say whether the commander of the station submitted what the citizens ask for.

    By the police page the commander approves their request and passes it on: one act.
    """
    filing = request.moves.get(name="submit")
    return (
        RoleGrant.objects.in_force(day)
        .filter(user=filing.moved_by_id, role=Role.STATION_COMMANDER, station=request.station)
        .exists()
    )


def clock(step):
    """Return the columns of a request that arrives at the level today."""
    today = timezone.localdate()
    return {
        "step": step,
        "arrived_on": today,
        "due_on": WorkingDays.of_kosovo().after(today, step.working_days),
    }


def clock_after_correction(request):
    """Return the columns of a request that comes back to its level: its clock stood meanwhile."""
    today = timezone.localdate()
    days = WorkingDays.of_kosovo()
    stood = days.between(timezone.localdate(request.status_at), today)
    return {"arrived_on": today, "due_on": days.after(request.due_on, stood)}


def grants_at(step, day):
    """Return the grants of those who hold the post of the level on the day."""
    return (
        RoleGrant.objects.in_force(day)
        .filter(
            Q(region=None) | Q(region=step.region),
            Q(station=None) | Q(station=step.station),
            role=step.role,
            user__is_active=True,
        )
        .select_related("user", "acting_for__user")
        .order_by("acting_for", "pk")
    )
