"""What an administrator of a new portal has to do, and what of it is done."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import RoleGrant
from committees.choices import CommitteeKind
from committees.models import Committee, Membership
from meetings.models import Meeting
from places.models import Municipality
from publisher.models import Publisher


@dataclass(frozen=True)
class FirstStep:
    """One thing to do: why, where, whether it is done, and how far it has come."""

    title: str
    why: str
    url: str
    is_done: bool
    progress: str = ""


def first_steps(user):
    """Return the steps in the order in which they are best taken; the last opens the portal."""
    publisher = Publisher.current()
    return [
        FirstStep(
            _("Protect your own account with a second factor"),
            _("Your account can give every role. A password alone is not enough for it."),
            reverse("mfa_index"),
            Authenticator.objects.filter(user=user)
            .exclude(type=Authenticator.Type.RECOVERY_CODES)
            .exists(),
        ),
        FirstStep(
            _("Say who runs the portal"),
            _("The public pages name the institution and whom people may write to."),
            reverse("publisher:edit"),
            bool(publisher.name),
        ),
        _people(),
        _councils(),
        FirstStep(
            _("Enter the members"),
            _(
                "One by one on the page of a committee, or from a file. With an e-mail they are "
                "reached."
            ),
            reverse("committees:list"),
            Membership.objects.exists(),
        ),
        FirstStep(
            _("Load the records of past years"),
            _(
                "Meetings, plans and answers from files. Without them nothing is said of these "
                "years."
            ),
            reverse("meetings:import"),
            Meeting.objects.exists(),
        ),
        FirstStep(
            _("Open the portal to the public"),
            _("Until then the public is shown a page that says that the portal is not open yet."),
            reverse("publisher:open") if publisher.name else "",
            publisher.opened_at is not None,
        ),
    ]


def _people():
    invited = RoleGrant.objects.exclude(role=Role.ADMINISTRATOR).values("user").distinct().count()
    return FirstStep(
        _("Invite the people who work with it"),
        _("Police, municipal officers and monitors get a role. Everybody gets a mail with a link."),
        reverse("committees:accounts"),
        invited > 0,
        _("accounts with a role: %(count)s") % {"count": invited},
    )


def _councils():
    of_all = {
        "count": Committee.objects.of_kind(CommitteeKind.KKSB).count(),
        "all": Municipality.objects.count(),
    }
    return FirstStep(
        _("Register the municipal councils"),
        _(
            "One by one or from a file: the register of the committees comes before everything "
            "else."
        ),
        reverse("committees:create"),
        of_all["count"] > 0,
        _("%(count)s of %(all)s municipalities") % of_all,
    )
