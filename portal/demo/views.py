"""Kept views of the figures: two of a monitor, one for all monitors, one of the coordinator."""

from accounts.choices import Role
from accounts.models import User
from portal.demo.sign_ins import address
from reports.actions import keep_view
from reports.choices import SavedPage


def make_views(*, today):
    """Keep a few pages of figures with their filters."""
    years = f"year={today.year}&beside={today.year - 1}&third={today.year - 2}"
    kept = (
        ("monitor", "Rajonet, tri vite", SavedPage.COMPARE, f"by=regions&{years}", ""),
        ("monitor", "Prizreni ndër vite", SavedPage.SERIES, "municipality=20&peers=size", ""),
        (
            "monitor",
            "Planet e punës në hartë",
            SavedPage.MAP,
            f"indicator=work_plan&year={today.year - 1}",
            Role.OSCE_MONITOR.value,
        ),
        ("coordinator", "Prizreni këtë vit", SavedPage.DASHBOARD, "municipality=20", ""),
    )
    for account, name, page, query, role in kept:
        by = User.objects.get(email=address(account))
        keep_view.unasked(name=name, page=page.value, query=query, role=role, by=by)
