from django.db import models
from django.utils.translation import gettext_lazy as _


class ResponseKind(models.TextChoices):
    """What a municipality does after a serious incident (OSCE, December 2011)."""

    CONDEMNATION = "condemnation", _("public condemnation")
    VISIT = "visit", _("visit to the community affected")
    DIALOGUE = "dialogue", _("dialogue with the communities")
