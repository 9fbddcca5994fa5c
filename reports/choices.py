from django.db import models
from django.utils.translation import pgettext_lazy


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
