from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("meetings")

    def ready(self):
        from committees.consequences import tell_consequences_by  # noqa: PLC0415 -- see below
        from meetings import feeds, permissions  # noqa: F401, PLC0415 -- Django's start-up hook
        from meetings.corrections import drop_unknown, meetings_touched  # noqa: PLC0415 -- likewise

        tell_consequences_by(meetings_touched, cleaner=drop_unknown)
