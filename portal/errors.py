"""Answers when something went wrong: pages that ask nothing of the database or of the request.

The request may be what could not be read, and the database what does not answer.
"""

import sys

from django.http import HttpResponse
from django.template.loader import render_to_string

from core.storage import has_no_room
from portal.context_processors import languages


def bad_request(_request, exception=None):
    """The page of a request that could not be read."""
    return _plain("400.html", status=400)


def server_error(_request):
    """The page of a fault of ours, which is being handled; a full disk has a page of its own."""
    if has_no_room(sys.exception()):
        return _plain("507.html", status=507)
    return _plain("500.html", status=500)


def busy():
    """The page for whoever waited too long for others."""
    return _plain("503.html", status=503, headers={"Retry-After": "5"})


def too_often(seconds):
    """The page for whoever asked for too many files; they may come again in so many seconds."""
    return _plain("429.html", status=429, headers={"Retry-After": str(seconds)})


def not_open(request, *, status):
    """The page for the public before an administrator opened the portal, in each language."""
    context = {"languages": languages(request), "address": request.get_full_path()}
    page = render_to_string("not_open.html", context)
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})


def _plain(template, **response):
    return HttpResponse(render_to_string(template), **response)
