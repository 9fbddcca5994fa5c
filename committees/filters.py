from functools import cache

import django_filters as filters
from django import forms
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import RoleGrant, User
from accounts.querysets import waiting
from committees.choices import CommitteeKind, CommitteeStatus, MandateStep, Office
from committees.models import Committee, Course, Membership, Training
from core.forms import DateInput, WordsField, refuse_far
from core.i18n import name_field, sort_key
from places.models import Municipality, PoliceRegion, PoliceStation


def region_choices():
    """Pairs (code, name) of the police regions, in the reader's alphabet."""
    return named_choices(PoliceRegion)


def municipality_choices():
    """Pairs (code, name) of the municipalities, in the reader's alphabet."""
    return named_choices(Municipality)


def named_choices(model):
    pairs = model.objects.values_list("code", name_field())
    return sorted(pairs, key=lambda pair: sort_key(pair[1]))


class WordsFilter(filters.CharFilter):
    """A search for a few words."""

    field_class = WordsField


class DayFilter(filters.DateFilter):
    """A day, within the years that a form takes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=DateInput, validators=[refuse_far], **kwargs)


class PlaceFilter(filters.FilterSet):
    """The part that the lists share: words, region, municipality (by code, as in addresses)."""

    q = WordsFilter(label=_("Search"), method="search")
    region = filters.ChoiceFilter(label=_("Police region"), method="in_region")
    municipality = filters.ChoiceFilter(label=_("Municipality"), method="in_municipality")

    # The way from a row to its committee's municipality.
    place = "municipality"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read at most once: the form asks for its choices at every check and every drawing.
        self.filters["region"].extra["choices"] = cache(region_choices)
        self.filters["municipality"].extra["choices"] = cache(municipality_choices)

    def search(self, queryset, _name, text):
        return queryset.matching(text)

    def in_region(self, queryset, _name, code):
        return queryset.filter(**{f"{self.place}__region__code": code})

    def in_municipality(self, queryset, _name, code):
        return queryset.filter(**{f"{self.place}__code": code})


class CommitteeFilter(PlaceFilter):
    status = filters.ChoiceFilter(label=_("Status"), choices=CommitteeStatus)

    class Meta:
        model = Committee
        fields = ("q", "region", "municipality", "status")


class BeyondTermFilter(PlaceFilter):
    """Narrows the list of members whose term is over."""

    kind = filters.ChoiceFilter(
        label=_("Kind"), field_name="seat__committee__kind", choices=CommitteeKind
    )

    place = "seat__committee__municipality"

    class Meta:
        model = Membership
        fields = ("q", "kind", "region", "municipality")


class MandateFilter(PlaceFilter):
    """Narrows the municipalities whose mandates one watches.

    What follows from dates and rules is narrowed in the rows that `committees.mandates` makes.
    """

    step = filters.ChoiceFilter(label=_("Step"), choices=MandateStep, method="of_rows")
    overdue = filters.BooleanFilter(
        label=_("Overdue only"), widget=forms.CheckboxInput, method="of_rows"
    )
    missing = filters.BooleanFilter(
        label=_("Without a council only"), widget=forms.CheckboxInput, method="of_rows"
    )

    class Meta:
        model = Municipality
        fields = ("q", "region", "municipality", "step", "overdue", "missing")

    def in_region(self, queryset, _name, code):
        return queryset.filter(region__code=code)

    def in_municipality(self, queryset, _name, code):
        return queryset.filter(code=code)

    def of_rows(self, queryset, _name, _value):
        return queryset


class TrainingFilter(PlaceFilter):
    """What the list of trainings can be narrowed by."""

    course = filters.ModelChoiceFilter(
        label=_("Course"), queryset=lambda _request: Course.objects.order_by("position")
    )
    year = filters.NumberFilter(label=_("Year"), method="in_year", min_value=1990, max_value=2100)

    class Meta:
        model = Training
        fields = ("q", "course", "year", "region", "municipality")

    def in_year(self, queryset, _name, year):
        return queryset.in_year(int(year))


class CoverageFilter(PlaceFilter):
    """Which committees the overview of trained members shows."""

    class Meta:
        model = Committee
        fields = ("q", "region", "municipality")


class AccountState(models.TextChoices):
    """What is asked of accounts, beside roles and offices."""

    INVITED = "invited", _("Never signed in")
    NO_FACTOR = "no_factor", _("Without second factor")
    NO_POST = "no_post", _("Without a role or an office today")
    ENDED = "ended", _("With a role that ended")
    WAITING = "waiting", _("With a role that waits to be confirmed")
    CLOSED = "closed", _("Closed")


class AccountFilter(PlaceFilter):
    """Narrows the list of accounts; by roles and offices only where the reader sees them."""

    role = filters.ChoiceFilter(label=_("Role"), choices=Role, method="with_role")
    office = filters.ChoiceFilter(
        label=_("Office on a committee"), choices=Office, method="with_office"
    )
    station = filters.ChoiceFilter(label=_("Police station"), method="in_station")
    state = filters.ChoiceFilter(label=_("State"), choices=AccountState, method="in_state")

    class Meta:
        model = User
        fields = ("q", "role", "office", "region", "municipality", "station", "state")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["station"].extra["choices"] = cache(lambda: named_choices(PoliceStation))
        self.today = timezone.localdate()

    def grants(self, **lookups):
        """The roles of the account of a row that the reader sees."""
        rows = RoleGrant.objects.visible_to(self.request.user)
        return rows.filter(user=OuterRef("pk"), **lookups)

    def offices(self, **lookups):
        """What the owner of the account of a row holds today on committees the reader knows."""
        rows = Membership.objects.visible_to(self.request.user).in_force(self.today)
        return rows.filter(person__user=OuterRef("pk"), **lookups)

    def with_role(self, queryset, _name, role):
        return queryset.filter(Exists(self.grants(role=role).running(self.today)))

    def with_office(self, queryset, _name, office):
        return queryset.filter(Exists(self.offices(office=office)))

    def in_region(self, queryset, _name, code):
        ways = ("region", "municipality__region", "station__municipality__region")
        return self._at(queryset, code, ways, "seat__committee__municipality__region")

    def in_municipality(self, queryset, _name, code):
        ways = ("municipality", "station__municipality")
        return self._at(queryset, code, ways, "seat__committee__municipality")

    def in_station(self, queryset, _name, code):
        return self._at(queryset, code, ("station",), "seat__committee__station")

    def _at(self, queryset, code, of_roles, of_seats):
        at = Q()
        for way in of_roles:
            at |= Q(**{f"{way}__code": code})
        running = self.grants().running(self.today).filter(at)
        return queryset.filter(
            Exists(running) | Exists(self.offices(**{f"{of_seats}__code": code}))
        )

    def in_state(self, queryset, _name, state):
        if state == AccountState.INVITED:
            return queryset.filter(last_login=None, is_active=True)
        if state == AccountState.NO_FACTOR:
            return queryset.filter(has_factor=False, is_active=True)
        if state == AccountState.CLOSED:
            return queryset.filter(is_active=False)
        if state == AccountState.WAITING:
            return queryset.filter(Exists(self.grants().filter(waiting())))
        if state == AccountState.ENDED:
            return queryset.filter(Exists(self.grants().over(self.today)))
        return queryset.exclude(Exists(self.grants().in_force(self.today))).exclude(
            Exists(self.offices())
        )


# Orders of the list of accounts, by what stands behind `order=` in the address.
ACCOUNT_ORDERS = {
    "email": ("email",),
    "name": ("last_name", "first_name", "email"),
    "-last_login": (F("last_login").desc(nulls_last=True), "email"),
    "last_login": (F("last_login").asc(nulls_first=True), "email"),
}
