"""Requests as a table: states, dates and counts, without documents and private persons."""

from import_export import fields, resources

from establishment.models import EstablishmentRequest


class RequestResource(resources.ModelResource):
    municipality = fields.Field(attribute="station__municipality__code")
    station = fields.Field(attribute="station__code")
    region = fields.Field(attribute="region__code")
    settlements = fields.Field()
    level = fields.Field()
    is_overdue = fields.Field()
    registry_number = fields.Field(attribute="committee__registry_number")

    class Meta:
        model = EstablishmentRequest
        fields = (
            "number",
            "purpose",
            "route",
            "name_sq",
            "name_sr",
            "name_en",
            "municipality",
            "station",
            "region",
            "settlements",
            "status",
            "level",
            "round",
            "submitted_on",
            "arrived_on",
            "due_on",
            "is_overdue",
            "decided_on",
            "registry_number",
        )
        export_order = fields

    def iter_queryset(self, queryset):
        yield from queryset.prefetch_related("settlements").iterator(chunk_size=1000)

    def dehydrate_settlements(self, request):
        return "; ".join(place.name for place in request.settlements.all())

    def dehydrate_level(self, request):
        return request.step.role if request.step else ""

    def dehydrate_is_overdue(self, request):
        return "yes" if request.is_overdue else "no"
