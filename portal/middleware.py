"""What stands between the server and the views of the portal."""

import re
from functools import partial

from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.models import Committee
from core.slots import Busy
from core.text import clean_query, clean_text
from core.transactions import again, counting_commits, is_busy
from limits.counting import count, network_of
from notices.models import Mail
from portal import errors
from publisher.opening import is_open

# The portal uses none of these, and a script that got in shall not either.
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "serial", "usb")
PERMISSIONS = ", ".join(f"{feature}=()" for feature in UNUSED)

# What a page is asked by.
METHODS = ("GET", "HEAD", "OPTIONS", "POST")

# Addresses of files that are made when somebody asks for them.
FILE = re.compile(r"\.(csv|json|pdf|png|svg|xlsx|zip)$")
MINUTE = 60
NOT_OPEN = _("The portal is not open to the public yet.")


class HealthMiddleware:
    """Answers `/healthz` when the server runs and the database answers, by whatever name it is
    called: what watches a server asks its address. `/healthz?deep` also says when nobody carries
    the mail."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path != "/healthz":
            return self.get_response(request)
        Committee.objects.exists()
        if "deep" in request.GET and Mail.objects.stuck(timezone.now()).exists():
            return HttpResponse("mail is not carried", content_type="text/plain", status=503)
        return HttpResponse("ok", content_type="text/plain")


def refuse_other_methods(get_response):
    """Answer 405 to what no page knows; Django's form views would take a PUT for a POST."""

    def answer(request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return get_response(request)

    return answer


class HeadersMiddleware:
    """Says what the browser may use, and lets nobody keep what was answered to one person.

    The latter holds for every answer to a signed-in user or the holder of a key, and for each that
    sets a cookie; what the public reads keeps the rules that its own page gave it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        user = getattr(request, "user", None)
        if response.cookies or (user and user.is_authenticated):
            response.headers["Cache-Control"] = "private, no-store"
        return response


class TextMiddleware:
    """Hands only clean texts to the views, whatever form or address they came by.

    It stands behind the check of the origin of a form, which reads the form as well.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _args, _kwargs):
        request.GET = clean_query(request.GET)
        if request.method == "POST":
            request.POST = clean_query(request.POST)
            for _name, uploads in request.FILES.lists():
                for upload in uploads:
                    upload.name = clean_text(upload.name)


class OpeningMiddleware:
    """Shows the public that the portal is not open yet, until an administrator opens it.

    Who has an account works as always: signing in, the link of an invitation, and what explains
    the protection of data are open from the beginning.
    """

    OPEN = ("account_", "mfa_", "accounts:", "portal:privacy", "portal:accessibility")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name or ""
        if name.startswith(self.OPEN) or request.user.is_authenticated or is_open():
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": str(NOT_OPEN)}, status=403)
        return errors.not_open(request, status=403 if FILE.search(request.path) else 200)


class FewFilesMiddleware:
    """Lets one account, and one network without a sign-in, have so many files in a minute.

    A file takes the server longer than a page; the JSON interface has a limit of its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _args, _kwargs):
        if not FILE.search(request.path) or request.path.startswith("/api/"):
            return None
        if request.user.is_authenticated:
            who, most = f"user:{request.user.pk}", settings.FILE_LIMIT_PER_ACCOUNT
        else:
            who, most = f"ip:{network_of(request)}", settings.FILE_LIMIT_PER_ADDRESS
        is_too_often = count(f"file:{who}", seconds=MINUTE) > most
        return errors.too_often(MINUTE) if is_too_often else None


class AgainMiddleware:
    """Takes a view anew that the database ended for the sake of another; says so when it is busy.

    It is the last of the list, so that it hears first of what a view ended in.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with counting_commits():
            return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Busy):
            return errors.busy()
        if not isinstance(exception, OperationalError):
            return None
        try:
            return again(partial(_view, request), exception)
        except OperationalError as error:
            if not is_busy(error):
                raise
            return errors.busy()


def _view(request):
    # What was uploaded was read by the call before.
    for _name, uploads in request.FILES.lists() if request.method == "POST" else ():
        for upload in uploads:
            upload.seek(0)
    called = request.resolver_match
    return called.func(request, *called.args, **called.kwargs)
