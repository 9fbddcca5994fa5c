"""The kinds of records that can be loaded, by the name that the command and the page know."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from meetings.importing.account_rows import AccountResource
from meetings.importing.answer_rows import CompensationResource, WorkPlanResource
from meetings.importing.committee_rows import CommitteeResource
from meetings.importing.meeting_rows import MeetingResource
from meetings.importing.member_rows import MemberResource

KEEPERS = (Role.ADMINISTRATOR, Role.MUNICIPAL_OFFICER)


@dataclass(frozen=True)
class Kind:
    """Records that a file may hold; `roles` open the page, the rows are asked one by one.

    `asks_anew` asks for the password first, as all pages do that give access.
    """

    label: str
    resource: type
    roles: tuple = KEEPERS
    asks_anew: bool = False

    @property
    def columns(self):
        return self.resource.fields.values()


KINDS = {
    "committees": Kind(_("Committees"), CommitteeResource),
    "members": Kind(_("Members"), MemberResource),
    "meetings": Kind(_("Meetings"), MeetingResource),
    "workplans": Kind(_("Work plans"), WorkPlanResource),
    "compensation": Kind(_("Compensation of members"), CompensationResource),
    "accounts": Kind(
        _("Accounts"),
        AccountResource,
        roles=(*KEEPERS, Role.COMMUNITY_POLICING),
        asks_anew=True,
    ),
}
