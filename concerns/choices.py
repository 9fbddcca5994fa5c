from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ResponseKind(models.TextChoices):
    """What a municipality does after a serious incident (OSCE, December 2011)."""

    CONDEMNATION = "condemnation", _("public condemnation")
    VISIT = "visit", _("visit to the community affected")
    DIALOGUE = "dialogue", _("dialogue with the communities")


class ProjectStatus(models.TextChoices):
    """Where a small project stands."""

    PROPOSED = "proposed", pgettext_lazy("project", "proposed")
    RUNNING = "running", pgettext_lazy("project", "running")
    FINISHED = "finished", pgettext_lazy("project", "finished")
    GIVEN_UP = "given_up", pgettext_lazy("project", "given up")

    @property
    def tone(self):
        return {"proposed": "warn", "running": "act", "finished": "ok", "given_up": "mute"}[
            self.value
        ]

    @property
    def symbol(self):
        return {"proposed": "○", "running": "→", "finished": "✓", "given_up": "×"}[self.value]
