from urllib.parse import urlencode

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import redirect
from django.urls import reverse

from core.views import keep_text


class KeepTextMiddleware(LoginRequiredMiddleware):
    """Asks for the sign-in; the text of a form whose session ran out waits for its writer."""

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            keep_text(request)
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
        return super().handle_no_permission(request, view_func)
