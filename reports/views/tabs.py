"""What the pages of figures share: the tabs, and the views that somebody kept of them."""

from django.urls import reverse

from reports.choices import SavedPage
from reports.models import SavedView


class TabsMixin:
    """Names its own page in `tab`."""

    tab = ""

    def saved_views(self):
        """The kept views of whoever asks and of their roles, each with the right to end it."""
        user = self.request.user
        if not user.is_authenticated:
            return []
        return SavedView.objects.visible_to(user).with_actions(user, "end").in_order()

    def tabs(self):
        query = self.request.GET.urlencode()
        return [
            {
                "label": label,
                "url": reverse(name) + (f"?{query}" if query else ""),
                "active": name == self.tab,
            }
            for name, label in SavedPage.choices
        ]
