"""Who reads the JSON interface, how often, and who may keep an answer.

A personal key opens what was chosen when it was made, and never more than its owner's pages show.
"""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from django.views.decorators.vary import vary_on_headers
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from accounts.actions import digest_of
from accounts.choices import KeyScope
from accounts.models import ApiToken
from limits.counting import count, network_of

MINUTE = 60


class PersonalKey(HttpBearer):
    """`Authorization: Bearer forumi_…`, for a part of the interface that some scopes open."""

    def __init__(self, *scopes):
        super().__init__()
        self.scopes = scopes

    def authenticate(self, request, key):
        known = (
            ApiToken.objects.usable(timezone.localtime())
            .select_related("user")
            .filter(digest=digest_of(key))
            .first()
        )
        if known is None:
            return None
        if known.scope not in self.scopes:
            raise HttpError(403, _("This key does not open this part of the interface."))
        request.user = known.user
        return known


def session_or_public(request):
    """The signed-in user of the browser, or the public; a wrong key is refused, not ignored."""
    if "Authorization" in request.headers:
        return None
    return request.user if request.user.is_authenticated else AnonymousUser()


def reader_of_records(request):
    """Return for whom a figure may name its records: a key for figures alone opens no record."""
    key = request.auth
    is_for_figures = isinstance(key, ApiToken) and key.scope == KeyScope.FIGURES
    return AnonymousUser() if is_for_figures else request.user


FIGURES = [PersonalKey(KeyScope.FIGURES, KeyScope.ALL), session_or_public]
RECORDS = [PersonalKey(KeyScope.RECORDS, KeyScope.ALL), session_or_public]
REFERENCE = [PersonalKey(*KeyScope), session_or_public]


class Limit(BaseThrottle):
    """So many questions in a minute, for a key, an account or a network.

    It keeps nothing of a question itself: one object serves all threads.
    """

    def allow_request(self, request):
        who, most = self._asker(request)
        return count(f"api:{who}", seconds=MINUTE) <= most

    def _asker(self, request):
        if isinstance(request.auth, ApiToken):
            return f"key:{request.auth.pk}", settings.API_LIMIT_PER_KEY
        if request.user.is_authenticated:
            return f"user:{request.user.pk}", settings.API_LIMIT_PER_KEY
        return f"network:{network_of(request)}", settings.API_LIMIT_PER_ADDRESS

    def wait(self):
        return MINUTE


def served(view):
    """Return the view with what HTTP asks of an answer: a validator, and for whom it is.

    The validator is the hash of the answer, so it speaks of what this reader may see and nothing
    else. Nobody uses a kept answer without asking whether it still holds.
    """

    @login_not_required
    @conditional_page
    @vary_on_headers("Authorization", "Cookie", "Accept-Language")
    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        whose = "private" if request.user.is_authenticated else "public"
        patch_cache_control(response, no_cache=True, **{whose: True})
        return response

    return answer
