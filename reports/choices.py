from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Blank(models.TextChoices):
    """What stands where there is no number above zero: answers that never stand for one another."""

    NO_RECORDS = "no-records", _("no records of the year or of any year before it")
    NOT_ESTABLISHED = "not-established", _("not established: there is no body")
    INACTIVE = "inactive", _("inactive: the body is suspended or without a mandate")
    NO_REPORT = "no-report", _("no report: nobody said anything of the year")
    ZERO = "zero", _("a reported zero")
    NOT_APPLICABLE = "not-applicable", _("not applicable")
    NO_DATA = "no-data", _("no data")

    @property
    def symbol(self):
        return {
            Blank.NO_RECORDS: "×",
            Blank.NOT_ESTABLISHED: "–",
            Blank.INACTIVE: "‖",
            Blank.NO_REPORT: "?",
            Blank.ZERO: "0",
            Blank.NOT_APPLICABLE: "·",
            Blank.NO_DATA: "…",
        }[self]


class SavedPage(models.TextChoices):
    """The pages of which a view can be kept, by the name of their address."""

    DASHBOARD = "reports:dashboard", _("Councils and meetings")
    COMPOSITION = "reports:composition", _("Who sits on them")
    WORKING = "reports:working", _("How they work")
    FOLLOW_UP = "reports:follow-up", _("What came of it")
    MAP = "reports:map", _("Map")
    COMPARE = "reports:compare", _("Compare")
    SERIES = "reports:series", _("Over the years")


class EditionStatus(models.TextChoices):
    """Where the edition of a year stands; its figures are frozen from the review on."""

    DRAFT = "draft", pgettext_lazy("edition", "draft")
    IN_REVIEW = "in_review", pgettext_lazy("edition", "in review")
    PUBLISHED = "published", pgettext_lazy("edition", "published")
    SUPERSEDED = "superseded", pgettext_lazy("edition", "superseded by a later one")

    @property
    def tone(self):
        return {"draft": "mute", "in_review": "act", "published": "ok", "superseded": "warn"}[
            self.value
        ]

    @property
    def symbol(self):
        return {"draft": "✎", "in_review": "→", "published": "■", "superseded": "↷"}[self.value]


# Nobody has published it yet.
OPEN = (EditionStatus.DRAFT, EditionStatus.IN_REVIEW)
# Everybody reads it, and nothing of it changes any more.
OUT = (EditionStatus.PUBLISHED, EditionStatus.SUPERSEDED)
