from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingKind(models.TextChoices):
    REGULAR = "regular", _("regular meeting")
    EXTRAORDINARY = "extraordinary", _("extraordinary meeting")
    RESIDENTS = "residents", _("meeting with residents")
    EXECUTIVE = "executive", _("executive meeting")


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    CONVENED = "convened", pgettext_lazy("meeting", "convened")
    HELD = "held", pgettext_lazy("meeting", "held")
    POSTPONED = "postponed", pgettext_lazy("meeting", "postponed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")

    @property
    def tone(self):
        return {
            "planned": "act",
            "convened": "act",
            "held": "ok",
            "postponed": "warn",
            "cancelled": "mute",
        }[self.value]

    @property
    def symbol(self):
        return {"planned": "○", "convened": "→", "held": "✓", "postponed": "‖", "cancelled": "×"}[
            self.value
        ]


class Awaiting:
    """What a meeting shows when its date has passed and nobody said what became of it."""

    label = _("awaiting report")
    tone = "warn"
    symbol = "?"


class DatePrecision(models.TextChoices):
    """How much of a date is known; old records often know only the month or the year."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", pgettext_lazy("date", "nothing")

    @property
    def note(self):
        """What lists say beside such a date; nothing where the day is known."""
        return {
            "month": _("date known: month"),
            "year": _("date known: year"),
            "unknown": _("counts in no year"),
        }.get(self.value, "")


class Evidence(models.TextChoices):
    """From what the portal knows of a meeting; nothing chosen means that nobody said."""

    MINUTES = "minutes", _("its own minutes")
    PUBLIC_REPORT = "public_report", _("a public report")
    ANNOUNCEMENT = "announcement", _("announcement only, not confirmed")
    LATER_MINUTES = "later_minutes", _("known only from later minutes")

    @classmethod
    def doubtful(cls):
        """What is marked in every list."""
        return (cls.ANNOUNCEMENT, cls.LATER_MINUTES)

    @property
    def tone(self):
        return "warn" if self in Evidence.doubtful() else "mute"

    @property
    def symbol(self):
        return "?" if self in Evidence.doubtful() else "·"


class FileKind(models.TextChoices):
    """What a kept file is; some kinds name persons, whatever else they say."""

    SHEET = "sheet", _("signed list of those present, also a photo of it")
    MINUTES = "minutes", _("signed minutes")
    LETTER = "letter", _("letter or statement of a person")
    PAPER = "paper", _("agenda, report or other paper without names of persons")
    PHOTO = "photo", _("photo without names of persons")
    OTHER = "other", _("something else without names of persons")

    @classmethod
    def naming(cls):
        """What is read only by those who know the members by name."""
        return (cls.SHEET, cls.MINUTES, cls.LETTER)


class AttendanceCode(models.TextChoices):
    PRESENT = "present", pgettext_lazy("attendance", "present")
    EXCUSED = "excused", pgettext_lazy("attendance", "excused")
    ABSENT = "absent", pgettext_lazy("attendance", "absent")
    LATE = "late", pgettext_lazy("attendance", "late")
    LEFT_EARLY = "left_early", pgettext_lazy("attendance", "left early")
    REPRESENTED = "represented", pgettext_lazy("attendance", "represented")
    UNKNOWN = "unknown", pgettext_lazy("attendance", "unknown")


# Somebody sat on the seat, for the whole meeting or a part of it.
TAKING_PART = (
    AttendanceCode.PRESENT,
    AttendanceCode.LATE,
    AttendanceCode.LEFT_EARLY,
    AttendanceCode.REPRESENTED,
)


class AgendaKind(models.TextChoices):
    """What an item of an agenda is; all but themes come back at every meeting."""

    ADOPTION = "adoption", _("Adoption of the minutes of the last meeting")
    POLICE_REPORT = "police_report", _("Report of the police commander on the security situation")
    FOLLOW_UP = "follow_up", _("What came of earlier concerns and actions")
    THEME = "theme", pgettext_lazy("agenda item", "Theme")
    OTHER = "other", _("Any other business")


class Resolution(models.TextChoices):
    """How the committee came to a decision."""

    UNANIMOUS = "unanimous", _("unanimously")
    VOTE = "vote", _("by vote")


class MinutesStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("minutes", "draft")
    APPROVED = "approved", pgettext_lazy("minutes", "approved")
    PUBLISHED = "published", pgettext_lazy("minutes", "published")

    @property
    def tone(self):
        return {"draft": "warn", "approved": "ok", "published": "act"}[self.value]

    @property
    def symbol(self):
        return {"draft": "✎", "approved": "✓", "published": "◉"}[self.value]


# Minutes that nobody changes without opening them again.
LOCKED = (MinutesStatus.APPROVED, MinutesStatus.PUBLISHED)


class Audience(models.TextChoices):
    """Who reads a paper of the minutes: each circle is shown less than the one before."""

    INSIDERS = "insiders", _("those who know the members by name")
    READERS = "readers", _("those who read the record")
    PUBLIC = "public", _("the public")


class WorkPlanStatus(models.TextChoices):
    """How far a plan came: the committee adopts and recommends it, the assembly has the last word.

    Some plans are given to the assembly for information only.
    """

    DRAFT = "draft", pgettext_lazy("work plan", "draft")
    ADOPTED = "adopted", pgettext_lazy("work plan", "adopted")
    RECOMMENDED = "recommended", _("recommended to the assembly")
    FOR_INFORMATION = "for_information", _("given to the assembly for information")
    APPROVED = "approved", _("approved by the assembly")

    @property
    def tone(self):
        return {"draft": "warn", "approved": "ok"}.get(self.value, "act")

    @property
    def symbol(self):
        return {
            "draft": "✎",
            "adopted": "●",
            "recommended": "→",
            "for_information": "i",
            "approved": "✓",
        }[self.value]


# The day of each step, the last step first: the status is that of the first day that is known.
PLAN_DAYS = {
    "assembly_approved_on": WorkPlanStatus.APPROVED,
    "given_for_information_on": WorkPlanStatus.FOR_INFORMATION,
    "recommended_on": WorkPlanStatus.RECOMMENDED,
    "adopted_on": WorkPlanStatus.ADOPTED,
}


class ActivityState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("activity", "planned")
    IN_PROGRESS = "in_progress", pgettext_lazy("activity", "in progress")
    DONE = "done", pgettext_lazy("activity", "done")
    DROPPED = "dropped", pgettext_lazy("activity", "dropped")

    @property
    def tone(self):
        return {"in_progress": "act", "done": "ok"}.get(self.value, "mute")

    @property
    def symbol(self):
        return {"planned": "○", "in_progress": "→", "done": "✓", "dropped": "×"}[self.value]


class WorkPlanAnswer(models.TextChoices):
    """The three answers of the OSCE sheet on the annual work plan."""

    NO = "no", pgettext_lazy("work plan", "no")
    YES = "yes", pgettext_lazy("work plan", "yes")
    WITH_ACTIVITIES = "with_activities", _("with activities for communities")

    @property
    def tone(self):
        return {"no": "bad", "yes": "ok", "with_activities": "act"}[self.value]

    @property
    def symbol(self):
        return {"no": "✕", "yes": "✓", "with_activities": "+"}[self.value]


class CompensationAnswer(models.TextChoices):
    """The answers of the OSCE sheet on the compensation of members."""

    YES = "yes", pgettext_lazy("compensation", "yes")
    PARTLY = "partly", pgettext_lazy("compensation", "partly")
    NO = "no", pgettext_lazy("compensation", "no")
    NOT_APPLICABLE = "not_applicable", _("not applicable, no meeting was held")


class QuarterState(models.TextChoices):
    """What a quarter says of a committee; a confirmed zero is not silence."""

    MET = "met", _("met")
    NIL = "nil", _("confirmed: no meeting")
    SILENT = "silent", _("no report")
    RUNNING = "running", _("not over yet")

    @property
    def tone(self):
        return {"met": "ok", "silent": "warn"}.get(self.value, "mute")

    @property
    def symbol(self):
        return {"met": "✓", "nil": "0", "silent": "?", "running": "…"}[self.value]


class Severity(models.TextChoices):
    """How much a finding in the records matters."""

    WRONG = "wrong", pgettext_lazy("finding", "cannot be right")
    MISSING = "missing", pgettext_lazy("finding", "something is missing")
    NOTE = "note", pgettext_lazy("finding", "worth a look")

    @property
    def tone(self):
        return {"wrong": "bad", "missing": "warn", "note": "mute"}[self.value]

    @property
    def symbol(self):
        return {"wrong": "!", "missing": "?", "note": "·"}[self.value]


class BoxState(models.TextChoices):
    """What stands in a box of the strip of a year: a meeting, or that one is missing."""

    HELD = "held", pgettext_lazy("meeting", "held")
    AWAITING = "awaiting", _("awaiting report")
    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    MISSING = "missing", pgettext_lazy("meeting", "missing")

    @property
    def symbol(self):
        return {"held": "✓", "awaiting": "?", "planned": "○", "missing": "–"}[self.value]


class ConcernStatus(models.TextChoices):
    """Where a concern stands with whoever holds it; each way of closing is a state of its own."""

    OPEN = "open", pgettext_lazy("concern", "open")
    IN_PROGRESS = "in_progress", pgettext_lazy("concern", "in progress")
    REFERRED = "referred", pgettext_lazy("concern", "referred, not yet taken up")
    RESOLVED = "resolved", pgettext_lazy("concern", "resolved")
    NOT_COMPETENT = "not_competent", pgettext_lazy("concern", "not competent")
    DUPLICATE = "duplicate", pgettext_lazy("concern", "duplicate")
    NO_ACTION = "no_action", pgettext_lazy("concern", "no action")

    @property
    def tone(self):
        return {"open": "warn", "in_progress": "act", "referred": "act", "resolved": "ok"}.get(
            self.value, "mute"
        )

    @property
    def symbol(self):
        return {
            "open": "○",
            "in_progress": "→",
            "referred": "↑",
            "resolved": "✓",
            "not_competent": "×",
            "duplicate": "=",
            "no_action": "–",
        }[self.value]


# A concern in one of these has its answer, and the day of it.
CLOSED_CONCERNS = (
    ConcernStatus.RESOLVED,
    ConcernStatus.NOT_COMPETENT,
    ConcernStatus.DUPLICATE,
    ConcernStatus.NO_ACTION,
)


class Sensitivity(models.TextChoices):
    """How far the words of a concern may go."""

    PUBLIC = "public", _("may be published")
    INTERNAL = "internal", _("for readers of the records")
    CONFIDENTIAL = "confidential", _("confidential: members, police and ministries")


class Reach(models.TextChoices):
    """Whom a concern affects; that no community is known is an answer of its own."""

    NONE_KNOWN = "none_known", _("no particular community is known")
    NAMED = "named", _("the communities named")
    ALL = "all", _("all communities of the place")


class Ministry(models.TextChoices):
    """The two ministries above the councils (Administrative Instruction 27/2012 and 03/2012)."""

    MIA = "mia", _("Ministry of Internal Affairs")
    MLGA = "mlga", _("Ministry of Local Government Administration")


class Outcome(models.TextChoices):
    """How a referral came back."""

    ANSWERED = "answered", pgettext_lazy("referral", "answered")
    DECLINED = "declined", pgettext_lazy("referral", "declined")


class ActionStatus(models.TextChoices):
    """Where what somebody was asked to do stands; the last three are closed."""

    OPEN = "open", pgettext_lazy("action", "open")
    IN_PROGRESS = "in_progress", pgettext_lazy("action", "in progress")
    DONE = "done", pgettext_lazy("action", "done")
    NOT_DONE = "not_done", pgettext_lazy("action", "not done")
    DROPPED = "dropped", pgettext_lazy("action", "withdrawn")

    @property
    def tone(self):
        return {
            "open": "act",
            "in_progress": "act",
            "done": "ok",
            "not_done": "bad",
            "dropped": "mute",
        }[self.value]

    @property
    def symbol(self):
        return {"open": "○", "in_progress": "→", "done": "✓", "not_done": "✕", "dropped": "–"}[
            self.value
        ]


# Actions in these states wait for nothing more.
CLOSED_ACTIONS = (ActionStatus.DONE, ActionStatus.NOT_DONE, ActionStatus.DROPPED)


class InstitutionKind(models.TextChoices):
    """What sort of body is asked to do something."""

    COMMITTEE = "committee", _("the committee itself")
    MUNICIPALITY = "municipality", _("municipality")
    DIRECTORATE = "directorate", _("municipal directorate")
    POLICE = "police", pgettext_lazy("institution", "police")
    MINISTRY = "ministry", _("ministry")
    AGENCY = "agency", _("central agency")
    JUSTICE = "justice", _("court or prosecution")
    EDUCATION = "education", pgettext_lazy("institution", "education")
    HEALTH = "health", _("health and social welfare")
    PUBLIC_COMPANY = "public_company", _("public company")
    RELIGIOUS = "religious", _("religious community")
    CIVIL_SOCIETY = "civil_society", pgettext_lazy("institution", "civil society")
    INTERNATIONAL = "international", _("international organisation")


class Pace(models.TextChoices):
    """Whether a body still meets as often in the year as the rule asks."""

    MET = "met", _("met")
    ON_COURSE = "on-course", _("on course")
    AT_RISK = "at-risk", _("at risk")
    BEYOND_REACH = "beyond-reach", _("cannot be met without extra meetings")
    NOT_MET = "not-met", _("not met")
    NOT_JUDGED = "not-judged", _("founded this year, not judged")
    NO_RULE = "no-rule", _("no rule")

    @property
    def tone(self):
        return {
            Pace.MET: "ok",
            Pace.ON_COURSE: "act",
            Pace.AT_RISK: "warn",
            Pace.BEYOND_REACH: "bad",
            Pace.NOT_MET: "bad",
        }.get(self, "mute")

    @property
    def symbol(self):
        return {
            Pace.MET: "✓",
            Pace.ON_COURSE: "→",
            Pace.AT_RISK: "!",
            Pace.BEYOND_REACH: "✕",
            Pace.NOT_MET: "✕",
            Pace.NOT_JUDGED: "·",
        }.get(self, "–")
