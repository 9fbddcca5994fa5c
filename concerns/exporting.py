"""Concerns as a table, for whoever reads them on the page."""

from import_export import fields, resources

from meetings.models import Concern


class ConcernResource(resources.ModelResource):
    committee = fields.Field(attribute="committee__name")
    municipality = fields.Field(attribute="committee__municipality__code")
    category = fields.Field(attribute="category__code")
    settlement = fields.Field(attribute="settlement__name")
    communities = fields.Field()
    holder = fields.Field(attribute="holder")

    class Meta:
        model = Concern
        fields = (
            "number",
            "committee",
            "municipality",
            "raised_on",
            "occurred_on",
            "category",
            "settlement",
            "is_incident",
            "is_serious",
            "reach",
            "communities",
            "sensitivity",
            "status",
            "holder",
            "description",
            "answer",
            "answered_on",
        )
        export_order = fields

    def iter_queryset(self, queryset):
        yield from queryset.iterator(chunk_size=1000)

    def dehydrate_communities(self, concern):
        return "; ".join(community.code for community in concern.communities.all())
