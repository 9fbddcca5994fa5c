"""The activities of a plan as a table."""

from import_export import fields, resources

from meetings.models import Activity


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
