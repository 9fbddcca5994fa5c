"""Addressees: words that somebody wrote, and the institutions that they name."""

from django.db.models import Count, Max, Min

from audit.actions import append_event
from core.i18n import fold
from core.policy import asks
from core.transactions import atomic
from meetings.models import Action, InstitutionSpelling


@atomic()
def recognise():
    """Tie actions to the institutions that their addressees name; return how many were tied."""
    known = dict(InstitutionSpelling.objects.values_list("key", "institution"))
    tied = 0
    for action in Action.objects.unrecognised():
        institution = known.get(fold(action.addressee))
        if institution:
            action.institution_id = institution
            # Nothing else of the row is written, so that a step taken meanwhile stays.
            action.save(update_fields=["institution"])
            tied += 1
    return tied


def suggestions():
    """Return the addressees that name no known institution, the most frequent first.

    Each is a suggestion: `text` as it was written, in how many actions, first and last decided.
    What differs in marks, case or script is one.
    """
    found = {}
    rows = (
        Action.objects.unrecognised()
        .values("addressee")
        .annotate(
            number=Count("pk"), first=Min("meeting__starts_on"), last=Max("meeting__starts_on")
        )
        .order_by("-number", "addressee")
    )
    for row in rows:
        same = found.setdefault(fold(row["addressee"]), {"text": row["addressee"], "number": 0})
        same["number"] += row["number"]
        for name, choose in (("first", min), ("last", max)):
            days = [day for day in (row[name], same.get(name)) if day]
            same[name] = choose(days) if days else None
    return sorted(found.values(), key=lambda row: (-row["number"], fold(row["text"])))


@asks("assign", of="institution")
def assign(text, institution, *, by):
    """Let the text be a spelling of the institution; all actions addressed so follow.

    Returns how many did.
    """
    InstitutionSpelling.objects.get_or_create(
        key=fold(text), defaults={"institution": institution, "text": text}
    )
    tied = recognise()
    append_event("institution.assign", by=by, subject=institution, text=text, actions=tied)
    return tied
