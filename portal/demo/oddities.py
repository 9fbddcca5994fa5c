"""What is out of the ordinary: a joint meeting, an urgent one, a finding that was dismissed."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from committees.choices import Capacity, CommitteeKind, CommitteeStatus
from committees.models import Committee
from meetings.actions import report_meeting
from meetings.choices import DatePrecision, Evidence, MeetingKind
from meetings.dismissals import dismiss
from meetings.findings import RULES
from meetings.joint import set_partners
from meetings.models import Meeting
from portal.demo.past import acting
from portal.demo.sign_ins import address

HOST = "kksb-prizren"
JOINT = {
    "agenda": ["Siguria në rrugën mes dy komunave", "Patrullimet e përbashkëta", "Të ndryshme"],
    "participants": ["KFOR"],
}
URGENT = {"agenda": ["Masat pas vjedhjeve në qendër"], "participants": []}
REASON = "Tri vjedhje në dyqanet e qendrës brenda një nate"
OLD = "Përmendet në procesverbalin e takimit të përbashkët, pa datë"
EXPLANATION = "Procesverbali i vjetër nuk u gjet as në arkivin e komunës; më shumë nuk dihet."


def make_oddities(*, today):
    """Let the coordinator of the council of Prizren report what is out of the ordinary."""
    host = Committee.objects.filter(slug=HOST).first()
    coordinator = User.objects.filter(email=address("coordinator")).first()
    if host is None or coordinator is None:
        return
    moment = datetime.combine(today, time(9), tzinfo=timezone.get_current_timezone())
    with acting(coordinator, moment):
        joint = _report(host, today - timedelta(days=16), by=coordinator, **JOINT)
        set_partners.unasked(joint, _neighbours(host), by=coordinator)
        _report_old(host, later=joint, by=coordinator)
        _report(
            host,
            today - timedelta(days=9),
            kind=MeetingKind.EXTRAORDINARY,
            called_as=Capacity.MAYOR,
            call_reason=REASON,
            by=coordinator,
            **URGENT,
        )
        _dismiss_one(host, today, by=coordinator)


def _report(committee, day, *, agenda, participants, by, **fields):
    """Write the record of a meeting on the last free day up to the given one."""
    of_it = Meeting.objects.of(committee)
    while of_it.filter(starts_on=day).exists():
        day -= timedelta(days=1)
    return report_meeting.unasked(
        Meeting(
            committee=committee,
            starts_on=day,
            chaired_as=Capacity.MAYOR,
            place="Salla e Kuvendit Komunal",
            evidence=Evidence.MINUTES,
            incident_discussed=True,
            summary="; ".join(agenda),
            **fields,
        ),
        agenda=agenda,
        participants=participants,
        attendance={},
        version=None,
        by=by,
    )


def _report_old(committee, *, later, by):
    """Write down a meeting of which only later minutes speak, and no date."""
    report_meeting.unasked(
        Meeting(
            committee=committee,
            starts_on=None,
            precision=DatePrecision.UNKNOWN,
            number_in_year=2,
            evidence=Evidence.LATER_MINUTES,
            known_from=later,
            source=OLD,
        ),
        agenda=[],
        participants=[],
        attendance={},
        version=None,
        by=by,
    )


def _neighbours(host):
    """Another council in being, of the same region where there is one, or none at all."""
    councils = Committee.objects.filter(
        kind=CommitteeKind.KKSB, status=CommitteeStatus.ACTIVE
    ).exclude(pk=host.pk)
    near = councils.filter(municipality__region=host.municipality.region_id)
    return (near.order_by("slug") or councils.order_by("slug"))[:1]


def _dismiss_one(host, today, *, by):
    """Explain the mildest finding of the council."""
    own = Committee.objects.filter(pk=host.pk)
    for rule in reversed(RULES):
        record = rule.entries(own, today).order_by("pk").first()
        if record:
            dismiss.unasked(rule, record, host, explanation=EXPLANATION, by=by)
            return
