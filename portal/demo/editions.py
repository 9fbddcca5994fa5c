"""Editions of the demonstration: two published years, one of them twice, and a year in review."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from accounts.models import User
from committees.choices import Capacity, CommitteeKind
from committees.models import Committee
from meetings.actions import report_meeting
from meetings.choices import Evidence
from meetings.models import Meeting
from portal.demo.past import acting
from portal.demo.sign_ins import address
from reports.actions import begin_edition
from reports.workflow import EDITION

ZONE = ZoneInfo("Europe/Belgrade")
# Month and day on which a year is prepared, reviewed, and frozen once more.
PREPARED, REVIEWED, AGAIN = (2, 9), (2, 16), (5, 11)
LATE = (12, 18)
REASON = "Një takim i dhjetorit u raportua me vonesë / Jedan decembarski sastanak kasno prijavljen"


def make_editions(*, today):
    """Let the OSCE monitor prepare and the ministry publish; the year before stays in review."""
    monitor = User.objects.get(email=address("monitor"))
    ministry = User.objects.get(email=address("mlga-officer"))
    last = today.year - 1
    _publish(CommitteeKind.KKSB, last - 1, last, monitor, ministry)
    if _report_late(last - 1, by=ministry):
        _publish(CommitteeKind.KKSB, last - 1, last, monitor, ministry, reason=REASON)
    # In the first weeks of January nothing of the year that is just over can be ready.
    if today > date(today.year, *REVIEWED):
        for kind in (CommitteeKind.KKSB, CommitteeKind.KLSP):
            _publish(kind, last, today.year, monitor, ministry)
    with acting(monitor, _at(today)):
        EDITION.perform(
            begin_edition.unasked(CommitteeKind.KLSP, last - 1, by=monitor), "submit", by=monitor
        )


def _at(day):
    return datetime.combine(day, time(10), ZONE)


def _publish(kind, year, in_year, monitor, ministry, *, reason=""):
    prepared = AGAIN if reason else PREPARED
    with acting(monitor, _at(date(in_year, *prepared))):
        edition = begin_edition.unasked(kind, year, reason=reason, by=monitor)
        EDITION.perform(edition, "submit", by=monitor)
    with acting(ministry, _at(date(in_year, prepared[0], REVIEWED[1]))):
        EDITION.perform(edition, "publish", by=ministry)


def _report_late(year, *, by):
    """Write down a meeting of which nobody knew when the year was frozen."""
    councils = Committee.objects.filter(
        kind=CommitteeKind.KKSB, established_on__lt=date(year, 1, 1)
    )
    council = councils.order_by("-slug").first()
    day = date(year, *LATE)
    if council is None or Meeting.objects.of(council).filter(starts_on=day).exists():
        return False
    with acting(by, _at(date(year + 1, 4, 2))):
        report_meeting.unasked(
            Meeting(
                committee=council,
                starts_on=day,
                chaired_as=Capacity.MAYOR,
                evidence=Evidence.MINUTES,
                incident_discussed=False,
                summary="Siguria gjatë festave",
            ),
            agenda=["Siguria gjatë festave"],
            participants=[],
            attendance={},
            version=None,
            by=by,
        )
    return True
