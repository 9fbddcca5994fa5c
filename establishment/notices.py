"""Mail about requests: to the level where one arrives, to the station at each step, in time.

No mail names a private person or a reason: it says what happened and where to read it.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from accounts.posts import holders_of
from core.policy import may
from establishment import chain
from establishment.choices import RequestStatus
from establishment.models import EstablishmentRequest
from establishment.permissions import FILINGS
from notices.actions import write_mails
from places.working_days import WorkingDays

# So many working days before the last day of a level it is reminded.
AHEAD = 2

_HAPPENED = {
    "forward": _("The request was approved at one level and passed on to the next."),
    "approve": _("The request was approved. The decision and its letter are in the portal."),
    "return": _("The request was returned for correction. The reason is in the portal."),
    "send-back": _("The request was sent back to an earlier level."),
    "reject": _("The request was rejected. The reason is in the portal."),
    "reopen": _("The request was opened again."),
}


def tell_level(request, *, by, comment):
    """Tell whoever holds the post of the level; where nobody does, tell the administrators."""
    holders = _holders(request)
    if holders:
        _write("arrived", holders, request, key=f"arrived:{request.version}")
    else:
        tell_of_vacancy(request)


def tell_filer(request, *, by, comment):
    """Tell those who filed the request what happened to it."""
    last = request.moves.latest("number")
    filings = request.moves.filter(name__in=FILINGS)
    filers = User.objects.filter(pk__in=filings.values("moved_by"), is_active=True)
    _write(
        "moved",
        filers.exclude(pk=by.pk),
        request,
        key=f"moved:{request.version}",
        happened=_HAPPENED[last.name],
    )


def tell_level_of_withdrawal(request, *, by, comment):
    """Tell the level at which the request stood that there is nothing more to decide."""
    last = request.moves.latest("number")
    if last.before == RequestStatus.AT_LEVEL:
        grants = chain.grants_at(request.step, timezone.localdate())
        holders = User.objects.filter(pk__in=grants.order_by().values("user"))
        _write("withdrawn", holders, request, key=f"withdrawn:{request.version}")


def ask_for_chain(request):
    """Ask the administrators for the region of the station or the chain that is missing."""
    _write("unplaced", holders_of(Role.ADMINISTRATOR), request, key="unplaced")


def tell_of_vacancy(request):
    """Tell the administrators that nobody holds the post that the request waits for."""
    key = f"vacant:{request.version}"
    _write("vacant", holders_of(Role.ADMINISTRATOR), request, key=key, level=request.step.full_name)


def remind():
    """Write what is due today: reminders before and after a deadline, and vacant posts.

    Run as often as one likes: each occasion is told once. Returns how many requests had one.
    """
    today = timezone.localdate()
    soon = WorkingDays.of_kosovo().after(today, AHEAD)
    at_level = EstablishmentRequest.objects.filter(status=RequestStatus.AT_LEVEL)
    due = at_level.filter(due_on__lte=soon).with_place()
    for request in due:
        topic = "overdue" if request.due_on < today else "due_soon"
        key = f"{topic}:{request.version}:{request.due_on}"
        _write(topic, _holders(request), request, key=key)
    for request in at_level.with_place():
        if not _holders(request):
            tell_of_vacancy(request)
    return len(due)


def _write(topic, recipients, request, *, key, **context):
    write_mails(
        f"establishment/mail/{topic}",
        recipients,
        key=f"request:{request.pk}:{key}",
        path=request.get_absolute_url,
        context={"request": request, **context},
    )


def _holders(request):
    """Return the users who may decide at the level of the request today."""
    grants = chain.grants_at(request.step, timezone.localdate())
    users = {grant.user for grant in grants}
    return [user for user in users if may(user, "decide", request)]
