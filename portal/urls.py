"""Addresses of the portal; those for people carry the language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("accounts/", include("allauth.urls")),
)
