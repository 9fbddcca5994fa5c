from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EstablishmentConfig(AppConfig):
    name = "establishment"
    verbose_name = _("establishment requests")

    def ready(self):
        from establishment import permissions  # noqa: F401, PLC0415 -- Django's start-up hook
