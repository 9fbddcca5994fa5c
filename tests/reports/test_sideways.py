"""Nothing is told sideways: what the public may not know changes nothing that the public gets."""

from datetime import date

import pytest

from meetings.actions import write_concerns
from meetings.choices import MeetingStatus, Sensitivity
from places.models import Community
from tests.factories.meetings import (
    ActionFactory,
    AttendanceFactory,
    ConcernFactory,
    MeetingFactory,
)
from tests.reports.test_disclosure_public import everything_public
from tests.roles import World

pytestmark = pytest.mark.django_db
# Days of the silent quarters, before the first record, and ahead.
DAYS = (date(2019, 5, 5), date(2025, 5, 5), date(2025, 8, 5), date(2026, 2, 5))


@pytest.fixture
def country(make, publish, today):
    """A council that met in the first quarter of 2025, raised a concern and was silent since."""
    council = make.council("20")
    (meeting,) = make.meetings(council, 1)
    ConcernFactory(meeting=meeting, raised_on=date(2025, 1, 10))
    ConcernFactory(
        meeting=meeting, raised_on=date(2025, 1, 10), resolved=True, answered_on=date(2025, 9, 1)
    )
    return World(), council, make.member(council), meeting, publish()


# Hundreds of addresses: what they read is asked of both databases where they are tested.
@pytest.mark.once
def test_nothing_public_changes_by_a_byte_with_executive_meetings_and_confidential_concerns(
    client, country
):
    world, council, member, meeting, edition = country
    numbers = {meeting.pk, edition.pk}
    before = everything_public(client, world, numbers)
    assert sum(status == 200 for status, *_rest in before.values()) > 60
    for day in DAYS:
        held = MeetingFactory(committee=council, executive=True, starts_on=day)
        AttendanceFactory(meeting=held, membership=member, code="present")
        ConcernFactory(meeting=held, raised_on=day)
        ActionFactory(meeting=held, due_on=day)
        ConcernFactory(meeting=meeting, sensitivity=Sensitivity.CONFIDENTIAL, raised_on=day)
    # What the record says of one of them is written anew.
    hidden = meeting.concerns.filter(sensitivity=Sensitivity.CONFIDENTIAL)[0]
    hidden.description = "Kërcënim"
    write_concerns.unasked(meeting, [(hidden, Community.objects.filter(code="serb"))], by=None)
    for status in MeetingStatus:
        MeetingFactory(committee=council, executive=True, status=status, starts_on=date(2026, 3, 3))
    MeetingFactory(committee=world.elsewhere, partners=[council], executive=True)
    ahead = date(2026, 9, 9)
    MeetingFactory(committee=council, executive=True, status="convened", starts_on=ahead)
    for url, answer in everything_public(client, world, numbers).items():
        assert before[url] == answer, url


def test_names_of_meetings_tell_nothing_of_those_between_them(client, country):
    world, council, _member, meeting, _edition = country
    MeetingFactory(committee=council, executive=True)
    other = MeetingFactory(committee=council, starts_on=date(2026, 1, 5))
    told = {row["id"] for row in client.get("/api/v1/meetings/").json()["results"]}
    assert told == {meeting.public_id, other.public_id}
    assert not any(name.isdecimal() and int(name) < 10**6 for name in told)
    for row in (meeting, other):
        assert client.get(row.get_absolute_url()).status_code == 200
        by_key = row.get_absolute_url().replace(row.public_id, str(row.pk))
        assert client.get(by_key).status_code == 404
        assert client.get(f"/api/v1/meetings/{row.pk}/").status_code == 404
