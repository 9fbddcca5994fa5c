"""Actions as a table: what was asked of whom, until when, and what came of it."""

from import_export import fields, resources

from meetings.models import Action


class ActionResource(resources.ModelResource):
    committee = fields.Field(attribute="meeting__committee__name")
    committee_kind = fields.Field(attribute="meeting__committee__kind")
    municipality = fields.Field(attribute="meeting__committee__municipality__code")
    decided_on = fields.Field(attribute="meeting__known_date")
    institution = fields.Field(attribute="institution__code")
    is_overdue = fields.Field()

    class Meta:
        model = Action
        fields = (
            "committee",
            "committee_kind",
            "municipality",
            "decided_on",
            "text",
            "addressee",
            "institution",
            "due_on",
            "status",
            "is_overdue",
            "done_on",
            "result",
        )
        export_order = fields

    def dehydrate_is_overdue(self, action):
        return "yes" if action.is_overdue else "no"
