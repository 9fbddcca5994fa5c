from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("notices")

    def ready(self):
        from notices import permissions, receivers  # noqa: F401, PLC0415 -- Django's start-up hook
