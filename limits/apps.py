from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LimitsConfig(AppConfig):
    name = "limits"
    verbose_name = _("limits")

    def ready(self):
        from limits import permissions  # noqa: F401, PLC0415 -- Django's start-up hook
