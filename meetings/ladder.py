"""Who stands above whom: a local committee below the council, the council below the ministries.

The ladder of 2013 (KLGI): local committees, municipal council, ministries.
"""

from django.utils import timezone

from committees.choices import CommitteeKind
from committees.mandates import council_of
from meetings.choices import Ministry, Outcome
from meetings.models import Referral

LOCAL = (CommitteeKind.KLSP, CommitteeKind.EVSB)


def above(concern):
    """Return {value: name} of those to whom whoever holds the concern may pass it."""
    holder = concern.holder_committee
    if holder is None:
        return {}
    if holder.kind in LOCAL:
        council = council_of(holder.municipality) if holder.municipality else None
        return {f"committee:{council.pk}": council.name} if council else {}
    return {f"ministry:{ministry.value}": str(ministry.label) for ministry in Ministry}


def last_rung(concern):
    """Return the referral by which the concern came to its holder; None where it was raised."""
    open_ones = concern.referrals.open().select_related("from_committee", "to_committee")
    return open_ones.in_order().last()


def hand_up(concern, *, by, comment):
    """Put down that the concern was passed to whoever holds it now."""
    last = last_rung(concern)
    Referral.objects.create(
        concern=concern,
        from_committee=last.to_committee if last else concern.committee,
        to_committee=concern.holder_committee,
        to_ministry=concern.holder_ministry,
        reason=comment,
        passed_at=concern.status_at,
        passed_by=by,
    )


def hand_back(outcome):
    """Return the effect of a step that gives the concern back with words."""

    def effect(concern, *, by, comment):
        rung = last_rung(concern)
        Referral.objects.filter(pk=rung.pk).update(
            outcome=outcome, words=comment, closed_at=timezone.now(), closed_by=by
        )

    return effect


answered, declined = hand_back(Outcome.ANSWERED), hand_back(Outcome.DECLINED)
