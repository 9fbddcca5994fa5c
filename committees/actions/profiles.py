"""The one door to personal declarations: nothing else reads or writes them.

Each way through leaves an audit event that says whose declaration it was, who came and what for.
No event holds an answer. Law 06/L-082 on Protection of Personal Data: only with explicit consent,
only for those who need to know, erased when the consent or the purpose ends.
"""

from collections import Counter

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import append_event
from committees.choices import LegalBasis
from committees.models import PersonalProfile
from committees.retention import of_those_who_left
from core.policy import asks
from core.transactions import atomic


@atomic()
def read_profile(person, *, by):
    """Hand out what the person declared, or None, and note that it was read.

    The event is written before the answers leave, in the same transaction: there is no reading
    without it. Whom the policy does not let see the row is given None and leaves an event as well.
    """
    append_event("profile.read", by=by, subject=person)
    visible = PersonalProfile.objects.visible_to(by).select_related("community", "religion")
    return visible.filter(person=person).first()


# Beside the codes of communities and religions, none of which is called so.
WITHHELD, NOT_DECLARED = "-", ""


@atomic()
def count_answers(groups, *, by, purpose, **detail):
    """Hand out how many persons of each group gave which answer, and note that it was read.

    `groups` is `{key: keys of persons}`. The event comes first, as above, and holds the purpose and
    what was asked for, never a number. Returns `{key: {question: Counter of codes}}`; who said
    nothing, or was never asked, is `NOT_DECLARED`. What may be shown of it is not decided here.
    """
    append_event("protected.read", by=by, purpose=purpose, **detail)
    persons = set().union(*groups.values())
    said = {"community": {}, "religion": {}}
    rows = PersonalProfile.objects.filter(person__in=persons)
    for row in rows.select_related("community", "religion"):
        for question, answers in said.items():
            answers[row.person_id] = _answer(row, question)
    return {
        key: {
            question: Counter(answers.get(person, NOT_DECLARED) for person in members)
            for question, answers in said.items()
        }
        for key, members in groups.items()
    }


def _answer(profile, question):
    if getattr(profile, f"{question}_withheld"):
        return WITHHELD
    return getattr(getattr(profile, question), "code", NOT_DECLARED)


@asks("declare", of="person")
def declare(person, *, answers, by):
    """Write what the person declares of themselves; it takes the place of what stood there."""
    PersonalProfile.objects.update_or_create(
        person=person,
        defaults={
            **answers,
            "legal_basis": LegalBasis.CONSENT,
            "consent_given_on": timezone.localdate(),
            "consent_paper": "",
            "declared_at": timezone.now(),
            "declared_by": by,
        },
    )
    append_event("profile.write", by=by, subject=person)


@asks("record_profile", of="membership")
def record_on_behalf(membership, *, answers, consent_given_on, consent_paper, by):
    """Write what a member declared on a signed paper.

    Raises ValidationError when there is a declaration already: only the person changes that one.
    """
    person = membership.person
    _row, is_new = PersonalProfile.objects.get_or_create(
        person=person,
        defaults={
            **answers,
            "legal_basis": LegalBasis.PAPER,
            "consent_given_on": consent_given_on,
            "consent_paper": consent_paper,
            "declared_at": timezone.now(),
            "declared_by": by,
        },
    )
    if not is_new:
        raise ValidationError(
            _("There is a declaration of this person already. Only the person can change it.")
        )
    append_event("profile.write", by=by, subject=person, on_behalf=True)


@asks("withdraw", of="person")
def withdraw(person, *, by):
    """Erase what the person declared, at once and for good; says whether there was anything."""
    return _erase(PersonalProfile.objects.filter(person=person), by=by, why="withdrawn")


@asks("record_profile", of="membership")
def withdraw_on_behalf(membership, *, by):
    """Erase what was recorded from a paper; what the person declared in the portal stays."""
    declared = PersonalProfile.objects.filter(person=membership.person_id)
    of_paper = declared.filter(legal_basis=LegalBasis.PAPER)
    return _erase(of_paper, by=by, why="withdrawn on paper")


@atomic()
def follow_person(kept, gone, *, by):
    """Where two rows were one person, let the declaration of the kept row stand.

    The emptied row's moves where the kept one has none, and is erased otherwise.
    """
    of_gone = PersonalProfile.objects.filter(person=gone)
    if PersonalProfile.objects.filter(person=kept).exists():
        _erase(of_gone, by=by, why="joined with another row of the person")
    elif of_gone.update(person=kept):
        append_event("profile.move", by=by, subject=kept)


def expired(*, days):
    """The declarations of whoever has sat on no committee for more than so many days."""
    return of_those_who_left(PersonalProfile.objects.all(), days=days)


@atomic()
def erase_expired(*, days):
    """Erase what is kept no longer; returns of how many persons. Doing it again changes nothing."""
    return _erase(expired(days=days), by=None, why="no longer kept")


def _erase(profiles, *, by, why):
    rows = list(profiles.select_related("person").only("person__given_name", "person__family_name"))
    PersonalProfile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        append_event("profile.erase", by=by, subject=row.person, why=why)
    return len(rows)
