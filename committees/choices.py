from django.db import models
from django.utils.translation import gettext_lazy as _


class CommitteeKind(models.TextChoices):
    """The kinds of local safety bodies."""

    KLSP = "klsp", _("Local Public Safety Committee")
    KKSB = "kksb", _("Municipal Community Safety Council")
    EVSB = "evsb", _("Community Safety Action Team")
    NATIONAL = "national", _("Executive Council of the local committees")

    @property
    def plural(self):
        return {
            CommitteeKind.KLSP: _("Local Public Safety Committees"),
            CommitteeKind.KKSB: _("Municipal Community Safety Councils"),
            CommitteeKind.EVSB: _("Community Safety Action Teams"),
            CommitteeKind.NATIONAL: _("Executive Councils of the local committees"),
        }[self]


class CommitteeStatus(models.TextChoices):
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    DISSOLVED = "dissolved", _("dissolved")

    @property
    def tone(self):
        return {"active": "ok", "suspended": "warn", "dissolved": "mute"}[self.value]

    @property
    def symbol(self):
        return {"active": "✓", "suspended": "‖", "dissolved": "×"}[self.value]


class Office(models.TextChoices):
    """What a member does on the committee."""

    CHAIR = "chair", _("chairperson")
    DEPUTY = "deputy", _("deputy chairperson")
    SECRETARY = "secretary", _("secretary or coordinator")
    MEMBER = "member", _("member")
    OBSERVER = "observer", _("observer")
    POLICE = "police", _("police representative")


# Offices that one member holds at a time; two at once need a reason.
SINGLE_OFFICES = (Office.CHAIR, Office.SECRETARY)


class EndReason(models.TextChoices):
    """Why a membership ended."""

    RESIGNED = "resigned", _("resigned")
    MANDATE_ENDED = "mandate_ended", _("the mandate ended")
    REPLACED = "replaced", _("replaced by the institution")
    OTHER_SEAT = "other_seat", _("took another seat of the committee")
    MOVED_AWAY = "moved_away", _("moved away")
    ABSENCE = "absence", _("repeated absence")
    DIED = "died", _("died")
    OTHER = "other", _("another reason")


class Sex(models.TextChoices):
    FEMALE = "f", _("woman")
    MALE = "m", _("man")
    OTHER = "x", _("other or not stated")


class Capacity(models.TextChoices):
    """In what capacity somebody sits on a committee or leads a meeting; public."""

    MAYOR = "mayor", _("mayor")
    DEPUTY_MAYOR = "deputy_mayor", _("deputy mayor")
    DEPUTY_MAYOR_COMMUNITIES = "deputy_mayor_communities", _("deputy mayor for communities")
    STATION_COMMANDER = "station_commander", _("police station commander")
    POLICE_OFFICER = "police_officer", _("police officer")
    COORDINATOR = "coordinator", _("coordinator")
    ASSEMBLY = "assembly", _("municipal assembly")
    DIRECTORATE = "directorate", _("municipal directorate")
    COMMUNITY = "community", _("community representative")
    RELIGION = "religion", _("religious representative")
    WOMEN_NGO = "women_ngo", _("women's organisation")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    YOUTH = "youth", _("youth")
    SCHOOL = "school", _("school")
    BUSINESS = "business", _("business")
    KLSP = "klsp", _("representative of the local committees")
    VILLAGE_LEADER = "village_leader", _("leader of the village or neighbourhood")
    RESIDENT = "resident", _("resident")
    SECURITY_FORCE = "security_force", _("Kosovo Security Force")
    INTERNATIONAL = "international", _("international organisation")
    CHAIR = "chair", _("chairperson")
    OTHER = "other", _("other capacity")


class Subject(models.TextChoices):
    """What a dated rule speaks of."""

    MEETINGS_PER_YEAR = "meetings_per_year", _("meetings due in a year")
    INAUGURAL_DAYS = "inaugural_days", _("days until the inaugural meeting")
    QUORUM_PERCENT = "quorum_percent", _("share of the votes above which a meeting has a quorum")
    NOTICE_DAYS = "notice_days", _("days from the mayor's oath to the public invitation")
    CONSTITUTION_DAYS = (
        "constitution_days",
        _("days from the mayor's oath to the decision of the assembly"),
    )
    COMMUNITY_FLOOR = (
        "community_floor",
        _("people of a community from which it should have a seat"),
    )
    REPORT_DAYS = "report_days", _("days after a quarter until its report is late")


class Task(models.TextChoices):
    """What a committee has to have done by a day."""

    INAUGURAL_MEETING = "inaugural_meeting", _("inaugural meeting")


class CommitteeState(models.TextChoices):
    """What a council is on a day: five answers that never stand for one another."""

    ESTABLISHED = "established", _("established")
    INACTIVE = "inactive", _("inactive")
    MANDATE_EXPIRED = "mandate_expired", _("mandate expired")
    DISSOLVED = "dissolved", _("dissolved")
    NOT_ESTABLISHED = "not_established", _("not established")

    @property
    def tone(self):
        return {"established": "ok", "inactive": "warn", "mandate_expired": "warn"}.get(
            self.value, "mute"
        )

    @property
    def symbol(self):
        return {
            "established": "✓",
            "inactive": "‖",
            "mandate_expired": "!",
            "dissolved": "×",
            "not_established": "–",
        }[self.value]


# The body is there, whether it works or not.
IN_BEING = (
    CommitteeState.ESTABLISHED,
    CommitteeState.INACTIVE,
    CommitteeState.MANDATE_EXPIRED,
)


class MandateStep(models.TextChoices):
    """Where the mandate of a council stands: the step that comes next, or that none does."""

    NOT_OPENED = "not_opened", _("no mandate is opened")
    NOTICE = "notice", _("public invitation to the communities")
    NOMINATIONS = "nominations", _("nominations of the communities")
    DECISION = "decision", _("decision of the assembly")
    IN_FORCE = "in_force", _("in force")
    ENDED = "ended", _("ended")

    @property
    def tone(self):
        return {"not_opened": "mute", "in_force": "ok", "ended": "mute"}.get(self.value, "act")

    @property
    def symbol(self):
        return {"not_opened": "–", "in_force": "✓", "ended": "×"}.get(self.value, "→")


class Module(models.TextChoices):
    """The two parts of the training that members of local committees go through."""

    PARTNERSHIP = "partnership", _("partnership building")
    PROBLEM_SOLVING = "problem_solving", _("problem solving")


class ParticipationStatus(models.TextChoices):
    """What came of somebody's training."""

    ATTENDED = "attended", _("attended")
    CERTIFIED = "certified", _("certified")
    WITHDRAWN = "withdrawn", _("certificate withdrawn")
    STRUCK = "struck", _("entered by mistake")

    @property
    def tone(self):
        return {"attended": "act", "certified": "ok", "withdrawn": "bad", "struck": "mute"}[
            self.value
        ]

    @property
    def symbol(self):
        return {"attended": "→", "certified": "✓", "withdrawn": "×", "struck": "–"}[self.value]


class LegalBasis(models.TextChoices):
    """On what ground an answer about community or religion may be kept (Law 06/L-082)."""

    CONSENT = "consent", _("explicit consent of the person, given in the portal")
    PAPER = "paper", _("explicit consent of the person, given on paper")
