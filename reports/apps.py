from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("reports")

    def ready(self):
        from reports import permissions  # noqa: F401, PLC0415 -- Django's start-up hook
        from reports.importing import offer_totals  # noqa: PLC0415 -- likewise

        offer_totals()
