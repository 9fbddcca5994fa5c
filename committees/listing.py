"""The registry as a list: of councils, all 38 municipalities, established or not."""

from django.core.paginator import Paginator
from django.db.models import OuterRef
from django.utils import timezone

from committees.choices import CommitteeKind, CommitteeState
from committees.filters import CommitteeFilter
from committees.mandates import days_since
from committees.models import Committee, Mandate
from core.i18n import name_field, sort_key
from places.models import Municipality


def kind_from(params):
    """Return the kind of committee that the address asks for; councils by default."""
    asked = params.get("kind")
    return CommitteeKind(asked) if asked in CommitteeKind.values else CommitteeKind.KKSB


def registry(params, user):
    """Return (kind, filter, rows) of the registry for the parameters of an address.

    Each row is a committee with its `state` today. A municipality without a council stands in
    the list of councils as an unsaved committee in the state «not established».
    """
    kind = kind_from(params)
    today = timezone.localdate()
    narrowed = CommitteeFilter(
        params,
        queryset=Committee.objects.visible_to(user)
        .of_kind(kind)
        .with_place()
        .with_state_on(today)
        .order_by(f"municipality__{name_field()}", name_field(), "pk"),
    )
    rows = narrowed.qs
    if kind == CommitteeKind.KKSB and not params.get("status"):
        rows = with_missing_councils(rows, _places_asked_for(narrowed.form.cleaned_data))
    return kind, narrowed, rows


def _places_asked_for(asked):
    places = Municipality.objects.all()
    if asked.get("q"):
        places = places.matching(asked["q"])
    if asked.get("region"):
        places = places.filter(region__code=asked["region"])
    if asked.get("municipality"):
        places = places.filter(code=asked["municipality"])
    return places


def with_missing_councils(councils, places):
    """Return the councils and, for each of the places that never had one, a row that says so."""
    missing = [
        Committee(kind=CommitteeKind.KKSB, municipality=place, status="")
        for place in places.select_related("region")
        .exclude(committees__kind=CommitteeKind.KKSB)
        .annotate(oath_on=Mandate.objects.oath_of(OuterRef("pk")))
    ]
    for row in missing:
        row.state = CommitteeState.NOT_ESTABLISHED
        row.days_since_oath = days_since(row.municipality.oath_on)
    return sorted([*councils, *missing], key=lambda row: sort_key(row.municipality.name))


def counts_of_kinds(params, user):
    """Return how many rows each kind has under the same filters; None where none is set."""
    if not any(params.get(name) for name in CommitteeFilter.Meta.fields):
        return dict.fromkeys(CommitteeKind)
    counts = {}
    for kind in CommitteeKind:
        _kind, _filter, rows = registry(params.dict() | {"kind": kind}, user)
        counts[kind] = Paginator(rows, 1).count
    return counts
