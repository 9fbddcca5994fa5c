"""Journeys through the pages in a headless Chromium."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium():
    """Return the path of the browser: CHROMIUM, or the first known name on PATH, or None."""
    return shutil.which(os.environ.get("CHROMIUM", "")) or next(
        (path for name in NAMES if (path := shutil.which(name))), None
    )
