"""The portal as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()
# Loads all views before gunicorn forks, so that the workers share them and the first page is fast.
get_resolver().url_patterns  # noqa: B018 -- the property is read for what it loads
