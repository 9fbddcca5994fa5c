"""Plans, and the activities of one, as tables."""

from import_export import fields, resources

from meetings.models import Activity, WorkPlan


class ActivityResource(resources.ModelResource):
    committee = fields.Field(attribute="plan__committee__name")
    year = fields.Field(attribute="plan__year")
    plan_status = fields.Field(attribute="plan__status")
    activity = fields.Field(attribute="title")
    communities = fields.Field()
    for_communities = fields.Field()

    class Meta:
        model = Activity
        fields = (
            "committee",
            "year",
            "plan_status",
            "quarter",
            "activity",
            "communities",
            "for_communities",
            "responsible",
            "budget",
            "state",
            "done_on",
            "drop_reason",
            "evidence",
        )
        export_order = fields

    def dehydrate_communities(self, activity):
        return "; ".join(community.code for community in activity.communities.all())

    def dehydrate_for_communities(self, activity):
        return "yes" if activity.serves else "no"


class WorkPlanResource(resources.ModelResource):
    """Plans without their activities: the steps, the answer and two counts."""

    committee = fields.Field(attribute="committee__name")
    committee_kind = fields.Field(attribute="committee__kind")
    municipality = fields.Field(attribute="committee__municipality__code")
    answer = fields.Field(attribute="answer")
    activities = fields.Field(attribute="planned")
    activities_done = fields.Field(attribute="done")

    class Meta:
        model = WorkPlan
        fields = (
            "committee",
            "committee_kind",
            "municipality",
            "year",
            "status",
            "answer",
            "adopted_on",
            "recommended_on",
            "assembly_approved_on",
            "given_for_information_on",
            "activities",
            "activities_done",
        )
        export_order = fields
