"""The registry as a table, in the columns that the import takes."""

from django.db.models import prefetch_related_objects
from django.utils import timezone
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


class StandingResource(resources.Resource):
    """Where the mandate of each council stands; public facts, and no nominee."""

    municipality_code = fields.Field(attribute="municipality__code")
    municipality = fields.Field(attribute="municipality__name")
    region = fields.Field(attribute="municipality__region__code")
    council = fields.Field()
    step = fields.Field(attribute="step")
    due_on = fields.Field(attribute="due_on")
    days_left = fields.Field()
    is_overdue = fields.Field()
    days_overdue = fields.Field()
    days_since_oath = fields.Field(attribute="days_since_oath")
    oath_on = fields.Field(attribute="mandate__oath_on")
    notice_on = fields.Field(attribute="mandate__notice_on")
    nominations_on = fields.Field(attribute="mandate__nominations_on")
    decided_on = fields.Field(attribute="mandate__decided_on")
    ended_on = fields.Field(attribute="mandate__ended_on")

    def dehydrate_council(self, row):
        return "established" if row.has_council else "not_established"

    def dehydrate_days_left(self, row):
        return "" if row.due_on is None or row.is_overdue else row.days_left

    def dehydrate_days_overdue(self, row):
        return -row.days_left if row.is_overdue else ""

    def dehydrate_is_overdue(self, row):
        return "yes" if row.is_overdue else "no"


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


class AccountResource(resources.Resource):
    """Accounts with the roles and offices that the reader sees, in the reader's language."""

    email = fields.Field(attribute="email")
    given_name = fields.Field(attribute="first_name")
    family_name = fields.Field(attribute="last_name")
    language = fields.Field(attribute="language")
    roles = fields.Field()
    offices = fields.Field()
    is_closed = fields.Field()
    has_second_factor = fields.Field()
    invited_on = fields.Field()
    last_signed_in_on = fields.Field()

    def dehydrate_roles(self, account):
        return "; ".join(
            f"{grant.get_role_display()}, {grant.scope_name}, "
            f"{grant.from_on}/{grant.until_on or ''}"
            for grant in account.seen_grants
        )

    def dehydrate_offices(self, account):
        person = getattr(account, "person", None)
        return "; ".join(
            f"{row.get_office_display()}, {row.seat.committee}"
            for row in (person.seen_offices if person else ())
        )

    def dehydrate_is_closed(self, account):
        return "no" if account.is_active else "yes"

    def dehydrate_has_second_factor(self, account):
        return "yes" if account.has_factor else "no"

    def dehydrate_invited_on(self, account):
        return _day(account.invited_at)

    def dehydrate_last_signed_in_on(self, account):
        return _day(account.last_login)


def _day(moment):
    return timezone.localtime(moment).date().isoformat() if moment else ""
