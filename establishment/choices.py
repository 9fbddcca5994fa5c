from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.choices import Role


class Purpose(models.TextChoices):
    """What a request asks of the General Director."""

    FOUNDING = "founding", _("founding of a committee")
    AREA = "area", _("change of the area")
    SUSPENSION = "suspension", _("suspension")
    RENEWAL = "renewal", _("renewal")
    DISSOLUTION = "dissolution", _("dissolution")


class Route(models.TextChoices):
    """Who begins (police page on the local committees): each route has evidence of its own."""

    CITIZENS = "citizens", _("citizens' initiative")
    COMMANDER = "commander", _("station commander's initiative")


class RequestStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted, waits for its chain of command")
    AT_LEVEL = "at_level", _("waits for a decision")
    RETURNED = "returned", _("returned for correction")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")

    @property
    def tone(self):
        return {
            "submitted": "warn",
            "at_level": "act",
            "returned": "warn",
            "approved": "ok",
            "rejected": "bad",
        }.get(self.value, "mute")

    @property
    def symbol(self):
        return {
            "draft": "…",
            "submitted": "!",
            "at_level": "→",
            "returned": "↩",
            "approved": "✓",
            "rejected": "✕",
            "withdrawn": "–",
        }[self.value]


# Nobody has decided yet.
OPEN = (
    RequestStatus.DRAFT,
    RequestStatus.SUBMITTED,
    RequestStatus.AT_LEVEL,
    RequestStatus.RETURNED,
)
# The station may still write.
EDITABLE = (RequestStatus.DRAFT, RequestStatus.RETURNED)
# The request stands with a level of its chain, or came to its end there.
WITH_A_LEVEL = (
    RequestStatus.AT_LEVEL,
    RequestStatus.RETURNED,
    RequestStatus.APPROVED,
    RequestStatus.REJECTED,
)


class ConsentMode(models.TextChoices):
    """How a community said that it agrees."""

    SHOW_OF_HANDS = "show_of_hands", _("show of hands at a meeting of residents")
    SECRET_VOTE = "secret_vote", _("secret vote")
    SIGNATURES = "signatures", _("signatures")
    STATEMENTS = "statements", _("statements of those consulted")
    OTHER = "other", _("in another way")


class DocumentKind(models.TextChoices):
    LETTER = "letter", _("residents' written request")
    ANALYSIS = "analysis", _("security analysis")
    CONSENT = "consent", _("record of the community's agreement")
    OTHER = "other", _("other document")


class DecisionStatus(models.TextChoices):
    """Whether a decision still holds, as its check page says."""

    VALID = "valid", _("valid")
    REPLACED = "replaced", _("replaced by a later decision")
    WITHDRAWN = "withdrawn", pgettext_lazy("decision", "withdrawn")

    @property
    def tone(self):
        return {"valid": "ok", "replaced": "warn", "withdrawn": "bad"}[self.value]

    @property
    def symbol(self):
        return {"valid": "✓", "replaced": "!", "withdrawn": "✕"}[self.value]


# The posts that may be a level of the chain of command.
CHAIN_ROLES = (
    Role.STATION_COMMANDER,
    Role.REGIONAL_DIRECTOR,
    Role.COMMUNITY_POLICING,
    Role.DEPUTY_GENERAL_DIRECTOR,
    Role.GENERAL_DIRECTOR,
)
CHAIN_CHOICES = [(role.value, role.label) for role in CHAIN_ROLES]


class TaskState(models.TextChoices):
    """How far one theme of a draft is."""

    TODO = "todo", _("not started")
    PROGRESS = "progress", _("in progress")
    COMPLETE = "complete", _("complete")
    OPTIONAL = "optional", _("not needed")

    @property
    def tone(self):
        return {"progress": "warn", "complete": "ok"}.get(self.value, "mute")

    @property
    def symbol(self):
        return {"todo": "○", "progress": "…", "complete": "✓", "optional": "–"}[self.value]
