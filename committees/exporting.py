"""The registry as a table, in the columns that the import takes."""

from django.db.models import prefetch_related_objects
from import_export import fields, resources

from committees.models import Committee, Training


class CommitteeResource(resources.ModelResource):
    municipality_code = fields.Field(attribute="municipality__code")
    municipality = fields.Field(attribute="municipality__name")
    region = fields.Field(attribute="municipality__region__code")
    station = fields.Field(attribute="station__code")
    settlements = fields.Field()
    state = fields.Field(attribute="state")

    class Meta:
        model = Committee
        fields = (
            "kind",
            "municipality_code",
            "municipality",
            "region",
            "name_sq",
            "name_sr",
            "name_en",
            "registry_number",
            "station",
            "status",
            "state",
            "established_on",
            "act",
            "settlements",
        )
        export_order = fields

    def iter_queryset(self, queryset):
        """The rows as they come: the list of councils is a list, not a query."""
        rows = list(queryset)
        prefetch_related_objects([row for row in rows if row.pk], "settlements")
        yield from rows

    def dehydrate_settlements(self, committee):
        if committee.pk is None:
            return ""
        return "; ".join(place.name for place in committee.settlements.all())


class TrainingResource(resources.ModelResource):
    """Trainings with counts; who took part is in no file."""

    course = fields.Field(attribute="course__code")
    module = fields.Field(attribute="course__module")
    municipality_code = fields.Field(attribute="municipality__code")
    region = fields.Field(attribute="municipality__region__code")
    took_part = fields.Field(attribute="took_part")
    certified = fields.Field(attribute="certified")

    class Meta:
        model = Training
        fields = (
            "course",
            "module",
            "provider",
            "from_on",
            "until_on",
            "place",
            "municipality_code",
            "region",
            "took_part",
            "certified",
        )
        export_order = fields
