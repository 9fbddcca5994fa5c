"""What every page shows around its content."""

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.views import typed_by
from portal.demo import is_demo


def shell(request):
    """Navigation, language switch, footer, and whether the figures are demonstration data."""
    return {
        "nav": _navigation(request),
        "languages": _languages(request),
        "footer_links": [
            {"url": reverse("reports:methodology"), "label": _("How the figures are computed")},
            {"url": reverse("portal:privacy"), "label": _("Protection of data")},
            {"url": reverse("portal:api_guide"), "label": _("JSON interface")},
        ],
        "is_demo": is_demo(),
        "typed_by": typed_by(request.user),
    }


def _navigation(request):
    entries = [
        ("portal:home", _("My work") if request.user.is_authenticated else _("Home")),
        ("committees:list", _("Committees")),
        ("meetings:list", _("Meetings")),
        ("reports:dashboard", _("Figures")),
    ]
    here = request.resolver_match.app_name if request.resolver_match else ""
    return [
        {"url": reverse(name), "label": label, "active": name.startswith(f"{here}:")}
        for name, label in entries
    ]


def _languages(request):
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
