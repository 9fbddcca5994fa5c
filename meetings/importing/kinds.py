"""The kinds of records that can be loaded, by the name that the command and the page know."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from meetings.importing.answer_rows import CompensationResource, WorkPlanResource
from meetings.importing.committee_rows import CommitteeResource
from meetings.importing.meeting_rows import MeetingResource
from meetings.importing.member_rows import MemberResource


@dataclass(frozen=True)
class Kind:
    label: str
    resource: type

    @property
    def columns(self):
        return self.resource.fields.values()


KINDS = {
    "committees": Kind(_("Committees"), CommitteeResource),
    "members": Kind(_("Members"), MemberResource),
    "meetings": Kind(_("Meetings"), MeetingResource),
    "workplans": Kind(_("Work plans"), WorkPlanResource),
    "compensation": Kind(_("Compensation of members"), CompensationResource),
}
