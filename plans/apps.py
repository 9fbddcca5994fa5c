from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = _("work plans")

    def ready(self):
        from plans import permissions  # noqa: F401, PLC0415 -- Django's start-up hook
