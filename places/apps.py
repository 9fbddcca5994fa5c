from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "places"
    verbose_name = _("places")

    def ready(self):
        from places import permissions  # noqa: F401, PLC0415 -- Django's start-up hook
