"""The minutes of the coordinator's council: one published, one approved, one a draft."""

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db.models import Count

from accounts.models import User
from meetings.actions import set_agenda, settle, write_minutes
from meetings.agendas import bring_open_matters
from meetings.choices import AgendaKind, DatePrecision, Resolution
from meetings.models import Action, AgendaItem, ItemText, Meeting, Minutes
from meetings.workflow import MINUTES
from portal.demo.past import acting
from portal.demo.sign_ins import address
from portal.demo.texts import PUBLIC_SERVICES, REPORTED, RESULT, SQ, SR, TAKEN_NOTE, TASKS

COUNCIL = "kksb-prizren"
ZONE = ZoneInfo("Europe/Belgrade")


def make_minutes():
    """Write the minutes of the last three meetings of the council, the oldest first."""
    council = Meeting.objects.filter(committee__slug=COUNCIL)
    known = council.held().filter(precision=DatePrecision.DAY).annotate(items=Count("agenda"))
    last = list(known.filter(items__gt=0).newest_first()[:3])[::-1]
    writer = User.objects.get(email=address("municipal-officer"))
    for number, meeting in enumerate(last):
        with acting(writer, _evening(meeting)):
            _name_items(meeting, writer)
            bring_open_matters(meeting)
            _write(meeting, writer, number)
        if number:
            with acting(writer, _evening(meeting, days=1)):
                _adopt(last[number - 1], meeting, writer, publish=number == 1)


def _evening(meeting, days=0):
    return datetime.combine(meeting.starts_on, time(20), ZONE) + timedelta(days=days)


def _name_items(meeting, writer):
    """Let the opening items be those that stand on every agenda, and keep one confidential."""
    items = list(meeting.agenda.in_order())
    for item, kind in zip(items, (AgendaKind.ADOPTION, AgendaKind.POLICE_REPORT), strict=False):
        item.kind, item.title = kind, ""
    items[-1].is_confidential = True
    set_agenda.unasked(meeting, items, version=meeting.version, bring=False, by=writer)
    meeting.refresh_from_db()


def _write(meeting, writer, number):
    texts, decided = [], []
    for item in meeting.agenda.in_order():
        for language, code in ((SQ, "sq"), (SR, "sr-latn")):
            report = item.kind == AgendaKind.POLICE_REPORT
            said = REPORTED if report else TAKEN_NOTE
            texts.append(ItemText(item=item, language=code, text=said[language]))
        if item.kind == AgendaKind.ADOPTION:
            item.resolution = Resolution.UNANIMOUS
            decided.append(item)
    themes = meeting.agenda.filter(kind=AgendaKind.THEME, is_confidential=False)
    task = Action(
        item=themes.first(),
        concern=meeting.concerns.first(),
        text=TASKS[number][SQ],
        addressee=PUBLIC_SERVICES[SQ],
        due_on=meeting.starts_on + timedelta(days=30),
    )
    write_minutes.unasked(
        Minutes(meeting=meeting),
        items=decided,
        texts=texts,
        actions=[task],
        version=1,
        entry=uuid4(),
        by=writer,
    )
    if number == 1:
        earlier = AgendaItem.objects.filter(meeting=meeting, action__done_on=None)
        first = earlier.exclude(action=None).select_related("action").earliest("pk")
        settle(first.action, on=meeting.starts_on, words=RESULT[SQ], by=writer)


def _adopt(earlier, meeting, writer, *, publish):
    minutes = Minutes.objects.get(meeting=earlier)
    facts = {"adopted_at": meeting, "approved_on": meeting.starts_on}
    MINUTES.perform(minutes, "approve", by=writer, **facts)
    if publish:
        MINUTES.perform(minutes, "publish", by=writer, is_reviewed=True)
