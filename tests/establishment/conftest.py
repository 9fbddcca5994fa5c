"""Requests at every place of their way, brought there by the people whose work it is."""

import pytest

from establishment.models import EstablishmentRequest
from establishment.workflow import WAY
from tests.factories.accounts import RoleGrantFactory
from tests.factories.establishment import (
    EstablishmentRequestFactory,
    ProposedMemberFactory,
    RequestDocumentFactory,
)
from tests.factories.places import SettlementFactory, StationRegionFactory

# Each place of a request, with the moves that lead there from a complete draft.
WAYS = {
    "draft": [],
    "submitted": ["submit"],
    "station": ["submit", "place"],
    "region": ["submit", "place", "forward"],
    "headquarters": ["submit", "place", "forward", "forward"],
    "general": ["submit", "place", "forward", "forward", "forward"],
    "returned": ["submit", "place", "forward", "return"],
    "approved": ["submit", "place", "forward", "forward", "forward", "approve"],
    "rejected": ["submit", "place", "forward", "reject"],
    "withdrawn": ["submit", "place", "forward", "withdraw"],
}
LEVELS = ("station_commander", "regional_director", "community_policing", "general_director")


class Office:
    """A station with its chain of command, and one person at each post."""

    def __init__(self, station, region):
        self.station = station
        self.region = region
        self.people = {
            "station_officer": self.grant("station_officer"),
            **{role: self.grant(role) for role in LEVELS},
        }

    def grant(self, role, **fields):
        """Give a new person the post and return the person."""
        scope = {
            "station_officer": {"station": self.station},
            "station_commander": {"station": self.station},
            "regional_director": {"region": self.region},
        }.get(role, {})
        return RoleGrantFactory(**{role: True}, **scope, **fields).user

    def __getattr__(self, role):
        return self.people[role]

    def draft(self, **fields):
        """Return a complete draft of the station."""
        place = SettlementFactory(municipality=self.station.municipality)
        request = EstablishmentRequestFactory(station=self.station, settlements=[place], **fields)
        ProposedMemberFactory(request=request, sex="f", office="chair")
        ProposedMemberFactory(request=request, police=True, sex="m")
        ProposedMemberFactory(request=request, empty=True)
        RequestDocumentFactory(request=request, uploaded_by=self.station_officer)
        return request

    def at(self, place, **fields):
        """Return a complete request at the place of its way."""
        request = self.draft(**fields)
        if place == "submitted":
            # Without a confirmed region a request waits; here the region comes a moment later.
            self.station.regions.all().delete()
        for move in WAYS[place]:
            self.move(request, move)
        if place == "submitted":
            StationRegionFactory(station=self.station, region=self.region)
        return EstablishmentRequest.objects.get(pk=request.pk)

    def move(self, request, name, by=None, **facts):
        """Take the step as whoever holds the post (or `by`), with what its form asks."""
        request = EstablishmentRequest.objects.get(pk=request.pk)
        if name == "place" and request.status != "submitted":
            return request
        if by is None:
            by = self.whose(request, name)
        return WAY.perform(request, name, by=by, comment=facts.pop("comment", "arsyeja"), **facts)

    def whose(self, request, name):
        if name in ("submit", "resubmit", "place", "withdraw"):
            filer = "station_officer" if request.route == "citizens" else "station_commander"
            return self.people[filer]
        return self.people[request.step.role]


@pytest.fixture
def office(world):
    """The office of the local committee of the small country, in the region of its place."""
    station = world.klsp.station
    StationRegionFactory(station=station, region=world.here.region)
    return Office(station, world.here.region)
