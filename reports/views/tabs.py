"""The pages of figures, each with the filters of the others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PAGES = (
    ("reports:dashboard", _("Councils and meetings")),
    ("reports:follow-up", _("What came of it")),
    ("reports:map", _("Map")),
    ("reports:compare", _("Compare")),
    ("reports:series", _("Over the years")),
)


class TabsMixin:
    """Names its own page in `tab`."""

    tab = ""

    def tabs(self):
        query = self.request.GET.urlencode()
        return [
            {
                "label": label,
                "url": reverse(name) + (f"?{query}" if query else ""),
                "active": name == self.tab,
            }
            for name, label in PAGES
        ]
