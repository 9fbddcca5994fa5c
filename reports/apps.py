from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("reports")

    def ready(self):
        from committees.consequences import tell_consequences_by  # noqa: PLC0415 -- see below
        from reports import permissions  # noqa: F401, PLC0415 -- Django's start-up hook
        from reports.corrections import years_touched  # noqa: PLC0415 -- likewise
        from reports.importing import offer_totals  # noqa: PLC0415 -- likewise

        offer_totals()
        tell_consequences_by(years_touched)

        pre_migrate.connect(lift_triggers, sender=self)
        post_migrate.connect(put_triggers, sender=self)


def lift_triggers(*, using, plan, **_kwargs):
    """Before tables change, take away what reads them."""
    from reports import triggers  # noqa: PLC0415 -- known once the applications are loaded

    if plan:
        triggers.remove(connections[using])


def put_triggers(*, using, plan=None, **_kwargs):
    """After `migrate` put the triggers back; after `flush` they still stand and are armed anew."""
    from reports import triggers  # noqa: PLC0415 -- see above

    connection = connections[using]
    if plan is None:
        triggers.arm(connection)
    else:
        triggers.install(connection)
