"""The portal as a WSGI application."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")


def refuse_demonstration():
    """Raise ImproperlyConfigured where real people would be let in beside invented ones.

    Everybody knows the passwords of the demonstration.
    """
    # Nothing of the portal can be imported before the application is loaded.
    from portal.demo import is_demo  # noqa: PLC0415 -- see above

    if settings.PRODUCTION and is_demo():
        raise ImproperlyConfigured(
            "The database holds demonstration data, whose passwords everybody knows. "
            "Set DATABASE_URL to an empty database and run manage.py prepare."
        )


application = get_wsgi_application()
# Loads all views before gunicorn forks, so that the workers share them and the first page is fast.
get_resolver().url_patterns  # noqa: B018 -- the property is read for what it loads
refuse_demonstration()
