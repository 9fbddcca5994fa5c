"""The kinds `workplans` and `compensation`: the yearly answers of a committee."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.choices import CompensationAnswer
from meetings.importing import bulk
from meetings.importing.cells import Choice, CommitteeCell, PastDay, Text, YearOfRecord, YesNo
from meetings.importing.resource import Column, RecordResource
from meetings.models import CompensationReport, WorkPlan


class AnswerResource(RecordResource):
    """An answer is known again by committee and year."""

    model = None
    named_by = "year"

    committee = Column(
        "committee",
        CommitteeCell("answer"),
        gettext_lazy(
            "Registry number, kksb:20 (council of municipality 20) or klsp:20:NAME (Albanian name)."
        ),
        required=True,
        is_key=True,
    )
    year = Column(
        "year",
        YearOfRecord(),
        gettext_lazy("The year that the answer is for."),
        required=True,
        is_key=True,
    )

    def before_import(self, _dataset, **_kwargs):
        """Read the answers that are stored already."""
        self._known = {(row.committee_id, row.year): row for row in self.model.objects.all()}

    def find(self):
        found = self._known.get(self._key())
        if found:
            found.committee = self.values["committee"]
        return found

    def make(self):
        return self.model(committee=self.values["committee"], year=self.values["year"])

    def claims(self):
        return [self._key()]

    def _key(self):
        return self.values["committee"].pk, self.values["year"]

    def columns_to_store(self):
        return [column.attribute for column in self.fields.values() if not column.is_key]

    def store(self, new, changed):
        fields = self.columns_to_store()
        bulk.create(self.model, new, by=self.user)
        bulk.update(self.model, changed, fields, by=self.user)


class WorkPlanResource(AnswerResource):
    """Annual work plans."""

    model = WorkPlan

    adopted_on = Column(
        "adopted_on", PastDay(), gettext_lazy("Day on which the committee adopted the plan.")
    )
    recommended_on = Column(
        "recommended_on",
        PastDay(),
        gettext_lazy("Day on which it was recommended to the assembly."),
    )
    assembly_approved_on = Column(
        "assembly_approved_on", PastDay(), gettext_lazy("Day on which the assembly approved it.")
    )
    given_for_information_on = Column(
        "given_for_information_on",
        PastDay(),
        gettext_lazy("Day on which it was given to the assembly for information only."),
    )
    activities_for_communities = Column(
        "activities_for_communities",
        YesNo(),
        gettext_lazy(
            "yes when the plan has activities for non-majority communities, no when not; counts "
            "where no activities are on record."
        ),
    )

    def complete(self, record):
        """Take the status from the days, which must follow each other."""
        if record.adopted_at_id and record.adopted_on != self._before["adopted_on"]:
            self.wrong("adopted_on", _("the plan was adopted at a meeting on another day"))
        ends = [record.assembly_approved_on, record.given_for_information_on]
        steps = {"adopted_on": [record.recommended_on, *ends], "recommended_on": ends}
        for name, later in steps.items():
            day = getattr(record, name)
            if day and any(other and other < day for other in later):
                self.wrong(name, _("this day lies after a later step of the plan"))
        vars(record).update(status=record.status_of_days)

    def columns_to_store(self):
        return [*super().columns_to_store(), "status"]


class CompensationResource(AnswerResource):
    """Whether the members of a committee were compensated."""

    model = CompensationReport

    answer = Column(
        "answer",
        Choice(*CompensationAnswer),
        gettext_lazy("yes, partly, no or not_applicable (no meeting was held)."),
        required=True,
    )
    evidence = Column("evidence", Text(2000), gettext_lazy("What the answer rests on."))
