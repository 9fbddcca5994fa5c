"""What the pages of figures share: the tabs, and the views that somebody kept of them."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.choices import SavedPage
from reports.models import SavedView


class TabsMixin:
    """Names its own page in `tab`."""

    tab = ""

    def saved_views(self):
        """The kept views of whoever asks and of their roles, each with what may be done with it."""
        user = self.request.user
        if not user.is_authenticated:
            return []
        return SavedView.objects.visible_to(user).with_actions(user, "rename", "end").in_order()

    def tabs(self):
        return tabs_of(self.tab, self.request.GET.urlencode())


def tabs_of(active, query=""):
    """The pages of figures, each with the filters of the present one."""
    pages = [
        *SavedPage.choices,
        ("reports:editions", _("Editions")),
        ("reports:sheet", _("Fact sheet")),
    ]
    return [
        {
            "label": label,
            "url": reverse(name) + (f"?{query}" if query else ""),
            "active": name == active,
        }
        for name, label in pages
    ]


def to_be_mended(request, page, **kwargs):
    """Lead from a file that nobody can have to the page that says what is wrong.

    A file of what stands in the place of a wrong wish would be taken for what was asked.
    """
    return redirect(f"{reverse(page, kwargs=kwargs)}?{request.GET.urlencode()}")
