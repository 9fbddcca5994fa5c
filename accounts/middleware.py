import time
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import redirect
from django.urls import reverse

from core.views import keep_text

# Seconds that may pass before a session notes again that it is used; each note is a write.
NOTED_EVERY = 300
USED = "used"


class SessionEndMiddleware:
    """Ends a session that nobody has used for a while, and each one eight hours after it began."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Whoever brings no session is not asked about one, so that public answers stay the same.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._look(request)
        return self.get_response(request)

    def _look(self, request):
        now = int(time.time())
        begun, seen = request.session.get(USED, (now, 0))
        is_idle = seen and now - seen > settings.SESSION_IDLE_MINUTES * 60
        if is_idle or now - begun > settings.SESSION_COOKIE_AGE:
            logout(request)
        elif now - seen >= NOTED_EVERY:
            request.session[USED] = (begun, now)


class KeepTextMiddleware(LoginRequiredMiddleware):
    """Asks for the sign-in; the text of a form whose session ran out waits for its writer."""

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            keep_text(request)
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
        return super().handle_no_permission(request, view_func)
