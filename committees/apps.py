from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    name = "committees"
    verbose_name = _("committees")

    def ready(self):
        from committees import permissions  # noqa: F401, PLC0415 -- Django's start-up hook
