"""The decision with its number, and its letter as PDF in the three languages.

Law and sources: the General Director decides on local committees (police page on the local
committees); the Law on Police is 04/L-076. The letter is no qualified electronic signature: what
proves it is the check page and the SHA-256 kept with each file.
"""

import hashlib
import secrets
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db.transaction import on_commit
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from audit.actions import append_event
from committees.numbers import next_number
from core.pdf import TAGS, compile_pdf, qr_svg
from establishment.choices import DecisionStatus, Purpose
from establishment.models import Decision, DecisionLetter

TEMPLATE = Path(__file__).parent / "letter" / "decision.typ"
# Which earlier decisions on the same committee a later one takes the place of.
_REPLACES = {
    Purpose.AREA: (Purpose.FOUNDING, Purpose.AREA),
    Purpose.SUSPENSION: (Purpose.RENEWAL,),
    Purpose.RENEWAL: (Purpose.SUSPENSION, Purpose.RENEWAL),
}


def decide(request, *, by, comment):
    """Give the decision its number and its code, and end the earlier ones that it ends."""
    today = timezone.localdate()
    decision = Decision.objects.create(
        request=request,
        committee=request.committee,
        number=next_number("V", today.year),
        decided_on=today,
        code=secrets.token_urlsafe(18),
    )
    earlier = Decision.objects.filter(
        committee=request.committee, status=DecisionStatus.VALID
    ).exclude(pk=decision.pk)
    if request.purpose == Purpose.DISSOLUTION:
        earlier.update(status=DecisionStatus.WITHDRAWN, ended_by=decision)
    else:
        replaced = _REPLACES.get(request.purpose, ())
        earlier.filter(request__purpose__in=replaced).update(
            status=DecisionStatus.REPLACED, ended_by=decision
        )
    append_event("decision.issue", by=by, subject=decision, request=request.number)


def issue_letters(request, *, by, comment):
    """Keep what the letter of the decision says in each language; its files are set afterwards.

    Setting them takes a second or more, in which nobody shall wait for the locks of the decision.
    """
    decision = request.decision
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            content = letter_data(decision, language)
        DecisionLetter.objects.create(decision=decision, language=language, content=content)
    on_commit(partial(set_letters, decision), robust=True)


def set_letters(decision):
    """Set the files of the letters that have none."""
    for letter in decision.letters.filter(pdf=None):
        with_file(letter)


def with_file(letter):
    """Return the letter with its file, which is set where nobody has done so before."""
    if letter.pdf is None:
        pdf = compile_pdf(TEMPLATE, letter.content)
        DecisionLetter.objects.filter(pk=letter.pk, pdf=None).update(
            pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest()
        )
        letter.refresh_from_db()
    return letter


def letter_data(decision, language):
    """Return all texts of the letter in the language in force, for the template to place."""
    request, committee = decision.request, decision.committee
    address = f"{settings.SITE_URL}{decision.get_check_url()}"
    return {
        "language": TAGS[language],
        "institution": pgettext("letterhead", "Kosovo Police"),
        "institution_others": [
            name
            for code, name in (
                ("sq", "Policia e Kosovës"),
                ("sr-latn", "Policija Kosova"),
                ("en", "Kosovo Police"),
            )
            if code != language
        ],
        "office": _("General Directorate"),
        "title": _("Decision"),
        "subject": str(request.title),
        "number": _("No. %(number)s") % {"number": decision.number},
        "date": date_format(decision.decided_on, "SHORT_DATE_FORMAT"),
        "basis": _(
            "Under the Law on Police (04/L-076) and the procedure of the Kosovo Police for local "
            "public safety committees, and on the request %(number)s of %(day)s, it is decided:"
        )
        % {
            "number": request.number,
            "day": date_format(request.submitted_on, "SHORT_DATE_FORMAT"),
        },
        "ruling": _ruling(request),
        "facts": _facts(request, committee),
        "chain_title": _("Chain of approvals"),
        "chain_head": [_("Level"), _("Decided by"), _("Date")],
        "chain": _approvals(request),
        "qr": qr_svg(address),
        "qr_alt": _("QR code that opens the check page of this decision"),
        "check_title": _("Is this letter genuine and still valid?"),
        "check_text": _(
            "Open the page below or read the code. It says whether the decision still holds, and "
            "whether a file of this letter is unaltered. This letter carries no qualified "
            "electronic signature."
        ),
        "address": address,
        "page": _("Page"),
    }


def _ruling(request):
    names = {"name": request.committee.name, "number": request.committee.registry_number}
    return {
        Purpose.FOUNDING: _(
            "The committee %(name)s is founded and entered in the register under the number "
            "%(number)s."
        ),
        Purpose.AREA: _("The committee %(name)s (%(number)s) covers the area named below."),
        Purpose.SUSPENSION: _("The committee %(name)s (%(number)s) is suspended."),
        Purpose.RENEWAL: _("The committee %(name)s (%(number)s) is renewed for a new mandate."),
        Purpose.DISSOLUTION: _("The committee %(name)s (%(number)s) is dissolved."),
    }[request.purpose] % names


def _facts(request, committee):
    places = ", ".join(place.name for place in committee.settlements.order_by("name"))
    seats = committee.seats.count()
    held = committee.memberships_of(committee).in_force(timezone.localdate()).count()
    facts = [
        (_("Name in Albanian"), committee.name_sq),
        (_("Name in Serbian"), committee.name_sr),
        (_("Registry number"), committee.registry_number),
        (_("Municipality"), committee.municipality.name),
        (_("Settlements covered"), places),
        (_("Police station"), committee.station.name),
    ]
    if request.proposes_members:
        text = ngettext("%(count)s seat, %(held)s held", "%(count)s seats, %(held)s held", seats)
        facts.append((_("Composition"), text % {"count": seats, "held": held}))
    return [[str(term), value] for term, value in facts if value]


def _approvals(request):
    """The last approval of each level, in the order of the chain, and the filing of the station."""
    moves = {
        move.step_id: move
        for move in request.moves.filter(name__in=["forward", "approve"])
        .select_related("grant__user", "grant__acting_for__user", "moved_by")
        .order_by("number")
    }
    filing = request.moves.filter(name="submit").select_related("moved_by").get()
    rows = []
    for step in request.steps.select_related("region", "station").order_by("order"):
        move = filing if step.is_filing else moves[step.pk]
        day = date_format(timezone.localdate(move.moved_at), "SHORT_DATE_FORMAT")
        # The act by which the post is held stands beside the name.
        act = f" ({move.grant.act})" if move.grant and move.grant.act else ""
        rows.append([str(step.full_name), f"{move.who}{act}", day])
    return rows
