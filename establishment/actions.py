from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import append_event
from committees.numbers import next_number
from core.i18n import fold
from core.policy import MADE, asks
from core.transactions import atomic
from core.uploads import fields_of
from establishment.choices import RequestStatus
from establishment.models import EstablishmentRequest, Level, RequestDocument
from establishment.snapshot import FIELDS
from establishment.workflow import WAY
from places.models import Settlement, StationRegion


@asks("edit", of=MADE)
def start_request(*, station, purpose, route="", committee=None, by):
    """Begin a draft; a change of a committee begins with what is known of it."""
    request = EstablishmentRequest.objects.create(
        number=next_number("K", timezone.localdate().year),
        station=station,
        purpose=purpose,
        route=route,
        committee=committee,
    )
    if committee:
        request.settlements.set(committee.settlements.all())
    append_event("establishmentrequest.start", by=by, subject=request)
    return request


@asks("begin_again", of="request")
def begin_again(request, *, by):
    """Begin a draft that says what a withdrawn or rejected request said; return the draft.

    Its documents are the same files, kept once.
    """
    draft = start_request(
        station=request.station,
        purpose=request.purpose,
        route=request.route,
        committee=request.committee,
        by=by,
    )
    for name in FIELDS:
        setattr(draft, name, getattr(request, name))
    draft.save()
    draft.settlements.set(request.settlements.all())
    for row in (*request.members.in_order(), *request.documents.kept().order_by("pk")):
        row.pk, row.request = None, draft
        row._state.adding = True
        row.save()
    return draft


@asks("edit", of="request")
def save_part(request, *, fields=FIELDS, settlements=None, by):
    """Save what one page of the draft holds; `settlements` are the names of the places.

    Only `fields` are written: what a colleague saved on another page, and where the request
    stands, are not this page's to write.
    """
    request.save(update_fields=[*fields, "search_text"])
    if settlements is not None:
        municipality = request.station.municipality
        request.settlements.set(
            Settlement.objects.get_or_create(
                municipality=municipality, key=fold(name), defaults={"name": name}
            )[0]
            for name in settlements
        )
    append_event("establishmentrequest.edit", by=by, subject=request)


@asks("edit", of="member.request")
def save_member(member, *, by):
    """Propose a seat and who shall sit on it, or correct the proposal.

    Raises `ValidationError` when the person is proposed already.
    """
    try:
        with atomic():
            if member.pk is None:
                member.position = member.request.members.count() + 1
            member.save()
            append_event("establishmentrequest.edit", by=by, subject=member.request)
    except IntegrityError:
        raise ValidationError(_("This person is proposed already.")) from None


@asks("edit", of="member.request")
def remove_member(member, *, by):
    """Take a proposal back; its history stays."""
    append_event("establishmentrequest.edit", by=by, subject=member.request)
    member.delete()


@asks("edit", of="request")
def attach_document(request, upload, *, kind, by):
    """Keep an uploaded file with the request."""
    document = RequestDocument.objects.create(
        request=request, kind=kind, **fields_of(upload, by=by)
    )
    append_event("document.attach", by=by, subject=request, sha256=document.sha256)
    return document


@asks("edit", of="document.request")
def remove_document(document, *, by):
    """Take a document back: it is no longer shown, and stays on record."""
    RequestDocument.objects.filter(pk=document.pk, removed_at=None).update(
        removed_at=timezone.now(), removed_by=by
    )
    append_event("document.remove", by=by, subject=document.request, sha256=document.sha256)


@asks("set_region", of="station")
def confirm_region(station, region, *, valid_from, by):
    """Enter the police region of a station, and send up the requests that waited for it."""
    row = StationRegion(station=station, region=region, valid_from=valid_from)
    row.full_clean()
    row.save()
    # Locked before the audit record is, as everywhere.
    waiting = list(
        EstablishmentRequest.objects.select_for_update(no_key=True)
        .filter(station=station, status=RequestStatus.SUBMITTED)
        .order_by("pk")
    )
    append_event("station.region", by=by, subject=station, region=region.code)
    if valid_from <= timezone.localdate():
        for request in waiting:
            WAY.perform(request, "place", by=by)


@asks("make", of="chain")
def make_chain(chain, levels, *, by):
    """Let another chain of command begin; requests under way keep the one that they have."""
    chain.made_by = by
    chain.save()
    Level.objects.bulk_create(
        Level(chain=chain, order=order, **level) for order, level in enumerate(levels, start=1)
    )
    append_event("chain.make", by=by, subject=chain, levels=[level["role"] for level in levels])
    return chain
