from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("meetings")

    def ready(self):
        from meetings import feeds, permissions  # noqa: F401, PLC0415 -- Django's start-up hook
