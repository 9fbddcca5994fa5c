"""Addresses of the portal; those for people carry the language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from portal import gallery, views
from reports.api import addresses

portal_patterns = (
    [
        path("", login_not_required(views.Home.as_view()), name="home"),
        path("privacy/", login_not_required(views.Privacy.as_view()), name="privacy"),
        path(
            "accessibility/",
            login_not_required(views.Accessibility.as_view()),
            name="accessibility",
        ),
        path("api/", login_not_required(views.ApiGuide.as_view()), name="api_guide"),
        path("first-steps/", views.FirstSteps.as_view(), name="first-steps"),
        path("me/", views.Me.as_view(), name="me"),
        path("ui/", gallery.Gallery.as_view(), name="gallery"),
    ],
    "portal",
)

urlpatterns = [
    path("api/v1/", addresses()),
    *i18n_patterns(
        path("", include(portal_patterns)),
        path("", include("committees.urls")),
        path("", include("establishment.urls")),
        path("", include("meetings.urls")),
        path("", include("concerns.urls")),
        path("", include("follow_up.urls")),
        path("", include("plans.urls")),
        path("", include("compensation.urls")),
        path("", include("reports.urls")),
        path("", include("notices.urls")),
        path("", include("publisher.urls")),
        path("accounts/", include("accounts.urls")),
    ),
]


handler403 = "portal.views.permission_denied"
handler400 = "portal.errors.bad_request"
handler500 = "portal.errors.server_error"
