from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("audit record")

    def ready(self):
        from audit import permissions, receivers  # noqa: F401, PLC0415 -- Django's start-up hook
