"""Meetings as a table, in the columns that the import takes and without names of people."""

from django.db.models import Prefetch
from import_export import fields, resources

from committees.choices import CommitteeKind
from meetings.models import AgendaItem, Meeting


class MeetingResource(resources.ModelResource):
    committee = fields.Field(attribute="committee__name")
    committee_kind = fields.Field(attribute="committee__kind")
    municipality = fields.Field(attribute="committee__municipality__code")
    joint_with = fields.Field()
    date = fields.Field(attribute="known_date")
    date_precision = fields.Field(attribute="precision")
    called_by = fields.Field(attribute="called_as")
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
            "joint_with",
            "kind",
            "number_in_year",
            "called_by",
            "date",
            "date_precision",
            "status",
            "place",
            "chaired_by",
            "topics",
            "incident_discussed",
            "communities_affected",
            "evidence",
        )
        export_order = fields

    def __init__(self, reader):
        super().__init__()
        self.reader = reader

    def iter_queryset(self, queryset):
        agenda = Prefetch("agenda", AgendaItem.objects.visible_to(self.reader).in_order())
        yield from queryset.prefetch_related(
            agenda, "communities_affected", "partners__municipality"
        ).iterator(chunk_size=1000)

    def dehydrate_joint_with(self, meeting):
        return "; ".join(import_key(partner) for partner in meeting.committees[1:])

    def dehydrate_topics(self, meeting):
        return "; ".join(str(item) for item in meeting.agenda.all())

    def dehydrate_incident_discussed(self, meeting):
        return {True: "yes", False: "no", None: ""}[meeting.incident_discussed]

    def dehydrate_communities_affected(self, meeting):
        return "; ".join(community.code for community in meeting.communities_affected.all())


def import_key(committee):
    """Return how a cell of the import names the committee."""
    if committee.registry_number:
        return committee.registry_number
    place = committee.municipality.code if committee.municipality else ""
    is_council = committee.kind == CommitteeKind.KKSB
    return f"{committee.kind}:{place}" + ("" if is_council else f":{committee.name_sq}")
