"""Where the mandates of the councils stand: the step that comes next, its last day, who is late."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees.choices import CommitteeKind, CommitteeStatus, MandateStep, Subject
from committees.models import Committee, Mandate, Rule
from core.i18n import sort_key
from places.models import Municipality


@dataclass(frozen=True)
class StepOf:
    """A dated step of a mandate: its columns, and the rule that says until when."""

    step: MandateStep
    day: str
    reference: str
    subject: Subject


STEPS = (
    StepOf(MandateStep.NOTICE, "notice_on", "notice_reference", Subject.NOTICE_DAYS),
    StepOf(
        MandateStep.NOMINATIONS,
        "nominations_on",
        "nominations_reference",
        Subject.CONSTITUTION_DAYS,
    ),
    StepOf(MandateStep.DECISION, "decided_on", "decision_number", Subject.CONSTITUTION_DAYS),
)


class Terms:
    """The dated rules on the days after the oath, read once."""

    def __init__(self):
        subjects = {step.subject for step in STEPS}
        self.rules = list(Rule.objects.filter(kind=CommitteeKind.KKSB, subject__in=subjects))

    def rule(self, step, oath_on):
        """Return the rule in force on the day of the oath, or None."""
        for rule in self.rules:
            is_begun = rule.valid_from <= oath_on
            if (
                rule.subject == step.subject
                and is_begun
                and (rule.valid_to is None or oath_on <= rule.valid_to)
            ):
                return rule
        return None

    def due_on(self, step, oath_on):
        """Return the last day for the step; None where no rule says."""
        rule = self.rule(step, oath_on)
        return oath_on + timedelta(days=rule.value) if rule else None


@dataclass(frozen=True)
class Standing:
    """A municipality, its newest mandate, and what comes next on which day."""

    municipality: Municipality
    mandate: Mandate | None
    has_council: bool
    step: MandateStep
    due_on: date | None
    today: date

    @property
    def days_left(self):
        return (self.due_on - self.today).days if self.due_on else None

    @property
    def is_overdue(self):
        return self.due_on is not None and self.due_on < self.today

    @property
    def days_since_oath(self):
        """Days since the oath, while no council is there to end the count."""
        if self.has_council or self.mandate is None or self.mandate.ended_on:
            return None
        return (self.today - self.mandate.oath_on).days

    @property
    def countdown(self):
        """The days left or overdue, in words."""
        days = self.days_left
        if days is None:
            return ""
        if days < 0:
            text = ngettext("%(count)s day overdue", "%(count)s days overdue", -days)
            return text % {"count": -days}
        if days == 0:
            return _("due today")
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}


def standing(municipality, mandate, *, has_council, terms, today):
    """Return where the mandate of a municipality stands on the day."""
    step, due_on = MandateStep.NOT_OPENED, None
    if mandate is not None:
        following = next((one for one in STEPS if getattr(mandate, one.day) is None), None)
        if mandate.ended_on:
            step = MandateStep.ENDED
        elif mandate.decided_on or following is None:
            step = MandateStep.IN_FORCE
        else:
            step, due_on = following.step, terms.due_on(following, mandate.oath_on)
    return Standing(municipality, mandate, has_council, step, due_on, today)


def standings(places, *, today, asked):
    """Return a row for each municipality, the most urgent first; `asked` narrows them further."""
    newest = {}
    for mandate in Mandate.objects.newest_first():
        newest.setdefault(mandate.municipality_id, mandate)
    councils = set(
        Committee.objects.of_kind(CommitteeKind.KKSB).values_list("municipality", flat=True)
    )
    terms = Terms()
    rows = [
        standing(
            place,
            newest.get(place.pk),
            has_council=place.pk in councils,
            terms=terms,
            today=today,
        )
        for place in places.select_related("region")
    ]
    if asked.get("step"):
        rows = [row for row in rows if row.step == asked["step"]]
    if asked.get("overdue"):
        rows = [row for row in rows if row.is_overdue]
    if asked.get("missing"):
        rows = [row for row in rows if not row.has_council]
    return sorted(rows, key=lambda row: (row.due_on or date.max, sort_key(row.municipality.name)))


def timeline_of(mandate, terms):
    """Return the way of a mandate as items of the timeline component."""
    items = [{"title": _("Mayor's oath"), "state": "done", "detail": _shown(mandate.oath_on)}]
    is_running = mandate.ended_on is None and mandate.decided_on is None
    is_next = is_running
    for one in STEPS:
        title = str(one.step.label)
        item = {"title": title[:1].upper() + title[1:], "slug": one.step.value}
        if getattr(mandate, one.day):
            item |= _done(mandate, one, terms)
        else:
            item |= {"state": "current" if is_next else "next"}
            item |= _to_do(mandate, one, terms, is_running=is_running)
            is_next = False
        items.append(item)
    end = {"title": _("End of the mandate"), "state": "next"}
    if mandate.ended_on:
        end |= {
            "state": "stopped",
            "detail": _shown(mandate.ended_on),
            "note": mandate.end_reason,
        }
    return [*items, end]


def _done(mandate, one, terms):
    done_on, due_on = getattr(mandate, one.day), terms.due_on(one, mandate.oath_on)
    late = (done_on - due_on).days if due_on else 0
    detail = _shown(done_on)
    if late > 0:
        text = ngettext(
            "%(day)s, %(count)s day after the deadline",
            "%(day)s, %(count)s days after the deadline",
            late,
        )
        detail = text % {"day": detail, "count": late}
    return {"state": "done", "detail": detail, "note": getattr(mandate, one.reference)}


def _to_do(mandate, one, terms, *, is_running):
    rule = terms.rule(one, mandate.oath_on)
    if not is_running:
        return {"detail": _("date not recorded")}
    if rule is None:
        return {}
    due_on = terms.due_on(one, mandate.oath_on)
    return {
        "detail": _("due on %(day)s") % {"day": _shown(due_on)},
        "note": _("Source: %(name)s") % {"name": rule.name},
    }


def _shown(day):
    return date_format(day, "SHORT_DATE_FORMAT")


def days_since(day):
    """Return the days from a day until today; None where there is none."""
    return (timezone.localdate() - day).days if day else None


def council_of(municipality):
    """Return the council that the registry has of a municipality, or None."""
    councils = Committee.objects.of_kind(CommitteeKind.KKSB).filter(municipality=municipality)
    return councils.exclude(status=CommitteeStatus.DISSOLVED).first()


def has_council(municipality):
    """Say whether the registry has a council of the municipality, in being or dissolved."""
    return municipality.committees.of_kind(CommitteeKind.KKSB).exists()


def council_from(mandate):
    """Return what the registry entry of the council of a mandate begins with."""
    place = mandate.municipality
    return {
        "kind": CommitteeKind.KKSB,
        "municipality": place.pk,
        "name_sq": f"KKSB {place.name_sq}",
        "name_sr": f"OSBZ {place.name_sr}",
        "name_en": f"MCSC {place.name_en}",
        "established_on": mandate.decided_on,
        "act": mandate.decision_number,
    }
