"""Run the storm: `python -m tests.storm FOLDER`; prints as JSON what came of it.

Works on the database of `DATABASE_URL`, which holds the reference data; uploads go to the folder.
"""

import json
import os
import sys
from datetime import UTC, datetime

import django
import time_machine


def main(folder):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    # Django must be set up first.
    from django.conf import settings  # noqa: PLC0415 -- see above
    from django.utils import translation  # noqa: PLC0415 -- see above

    from tests.storm.storm import blow  # noqa: PLC0415 -- see above

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.MEDIA_ROOT = folder
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    translation.activate("en")
    with time_machine.travel(datetime(2026, 6, 15, 10, tzinfo=UTC)):
        sys.stdout.write(json.dumps(blow()) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
