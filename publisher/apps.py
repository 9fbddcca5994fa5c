from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublisherConfig(AppConfig):
    name = "publisher"
    verbose_name = _("publisher")

    def ready(self):
        from publisher import permissions  # noqa: F401, PLC0415 -- Django's start-up hook
