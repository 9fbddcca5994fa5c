"""`make bench`: what the heavy pages cost, as ratios to a view that does nothing and to plain SQL.

Runs on the database of DATABASE_URL (`make bench` gives it a throwaway PostgreSQL), builds the
large demonstration data, asks the pages through the whole stack of middleware in this process,
and prints medians of one run. Asserts nothing: figures are for reading.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django
from django.conf import settings

django.setup()
settings.ROOT_URLCONF = "tests.bench.urls"
settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]

from tests.bench.run import main  # noqa: E402 -- the applications must be loaded first

main()
