"""What every page shows around its content."""

from functools import partial

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from committees.permissions import is_in_service
from core.views import draft_keys, typed_by
from establishment.models import EstablishmentRequest
from establishment.permissions import reads_requests
from portal.demo import is_demo


def shell(request):
    """Navigation, language switch, footer, and whether the figures are demonstration data."""
    waiting = requests_waiting(request.user)
    return {
        "nav": _navigation(request, waiting),
        "requests_waiting": waiting,
        "languages": languages(request),
        "footer_links": [
            {"url": reverse("reports:methodology"), "label": _("How the figures are computed")},
            {"url": reverse("reports:open-data-page"), "label": _("Open data")},
            {"url": reverse("portal:privacy"), "label": _("Protection of data")},
            {"url": reverse("portal:accessibility"), "label": _("Accessibility")},
            {"url": reverse("portal:api_guide"), "label": _("JSON interface")},
        ],
        "is_demo": is_demo(),
        "typed_by": typed_by(request.user),
        "draft_keys": partial(draft_keys, request.user),
    }


def requests_waiting(user):
    """How many requests wait for the user; None for whoever is shown no requests at all."""
    if not reads_requests(user):
        return None
    return EstablishmentRequest.objects.waiting_for(user).count()


def _navigation(request, waiting):
    entries = [
        ("portal:home", _("My work") if request.user.is_authenticated else _("Home"), 0),
        ("committees:list", _("Committees"), 0),
        ("meetings:list", _("Meetings"), 0),
        ("reports:dashboard", _("Figures"), 0),
    ]
    if waiting is not None:
        entries.insert(3, ("establishment:list", _("Requests"), waiting))
    if is_in_service(request.user):
        records = (("concerns:list", _("Concerns"), 0), ("follow_up:list", _("Actions"), 0))
        entries[3:3] = records
    match = request.resolver_match
    return [
        {
            "url": reverse(name),
            "label": label,
            "active": bool(match) and _is_of(name, match),
            "count": count,
        }
        for name, label, count in entries
    ]


def _is_of(name, match):
    """Whether a page belongs to an entry of the menu: to its app, but home is one page alone.

    The list of accounts belongs to none, though its app is that of the committees.
    """
    if match.app_name == "portal" or match.view_name == "committees:accounts":
        return name == match.view_name
    return name.partition(":")[0] == match.app_name


def languages(request):
    """The same page, with its filters, in each language."""
    return [
        {
            "code": code,
            "name": name,
            "url": translate_url(request.get_full_path(), code),
            "active": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]
