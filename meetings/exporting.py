"""Meetings as a table, in the columns that the import takes and without names of people."""

from django.db.models import Prefetch
from import_export import fields, resources

from meetings.models import AgendaItem, Meeting


class MeetingResource(resources.ModelResource):
    committee = fields.Field(attribute="committee__name")
    committee_kind = fields.Field(attribute="committee__kind")
    municipality = fields.Field(attribute="committee__municipality__code")
    date = fields.Field(attribute="known_date")
    chaired_by = fields.Field(attribute="chaired_as")
    topics = fields.Field()
    incident_discussed = fields.Field()
    communities_affected = fields.Field()

    class Meta:
        model = Meeting
        fields = (
            "external_id",
            "committee",
            "committee_kind",
            "municipality",
            "kind",
            "number_in_year",
            "date",
            "status",
            "place",
            "chaired_by",
            "topics",
            "incident_discussed",
            "communities_affected",
        )
        export_order = fields

    def __init__(self, reader):
        super().__init__()
        self.reader = reader

    def iter_queryset(self, queryset):
        agenda = Prefetch("agenda", AgendaItem.objects.visible_to(self.reader).in_order())
        yield from queryset.prefetch_related(agenda, "communities_affected").iterator(
            chunk_size=1000
        )

    def dehydrate_topics(self, meeting):
        return "; ".join(str(item) for item in meeting.agenda.all())

    def dehydrate_incident_discussed(self, meeting):
        return {True: "yes", False: "no", None: ""}[meeting.incident_discussed]

    def dehydrate_communities_affected(self, meeting):
        return "; ".join(community.code for community in meeting.communities_affected.all())
