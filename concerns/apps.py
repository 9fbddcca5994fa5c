from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConcernsConfig(AppConfig):
    name = "concerns"
    verbose_name = _("concerns")

    def ready(self):
        from concerns import permissions  # noqa: F401, PLC0415 -- Django's start-up hook
