from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.choices import AttendanceCode

# Whoever sat at the table is paid, for the whole meeting or a part of it. Who sends somebody in
# their place did not sit there, and the stand-in is no member: such a seat is paid to nobody.
PAID_CODES = (AttendanceCode.PRESENT, AttendanceCode.LATE, AttendanceCode.LEFT_EARLY)


class RunStatus(models.TextChoices):
    """Where a settlement run stands; that it is paid follows from its payments."""

    DRAFT = "draft", pgettext_lazy("settlement run", "draft")
    CLOSED = "closed", pgettext_lazy("settlement run", "closed")
    DISCARDED = "discarded", pgettext_lazy("settlement run", "discarded")

    @property
    def tone(self):
        return {"draft": "warn", "closed": "act", "discarded": "mute"}[self.value]

    @property
    def symbol(self):
        return {"draft": "✎", "closed": "■", "discarded": "×"}[self.value]


class Paid:
    """What a closed run shows when all that was due is paid."""

    label = pgettext_lazy("settlement run", "paid")
    tone = "ok"
    symbol = "✓"


class LeftOut(models.TextChoices):
    """Why somebody gets nothing for a meeting of the period."""

    NOT_ENTITLED = "not_entitled", _("not entitled in this capacity")
    AWAY = "away", _("did not sit at the table")
    REPRESENTED = "represented", _("somebody else sat in their place")
    UNKNOWN = "unknown", _("nobody noted whether they came")
    TWICE = "twice", _("paid already in another seat")
    NO_RATE = "no_rate", _("no rate in force on the day")
