from django.urls import reverse
from django.utils.translation import gettext as _


def tabs_of(active, query=""):
    """The pages of figures, each with the filters of the present one."""
    pages = (
        ("reports:dashboard", _("Councils and meetings")),
        ("reports:follow-up", _("What came of it")),
        ("reports:editions", _("Editions")),
        ("reports:sheet", _("Fact sheet")),
        ("reports:published", _("Published elsewhere")),
    )
    return [
        {
            "label": label,
            "url": reverse(name) + (f"?{query}" if query else ""),
            "active": name == active,
        }
        for name, label in pages
    ]
