"""How a person of the roster comes to an account: made for them, or the one that they have."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.actions import invite, make_account, tell_owner
from accounts.choices import Change
from accounts.models import User
from audit.actions import append_event
from core.policy import asks


@asks("give_access", of="person")
def give_access(person, *, email, language, by):
    """Give a person the account of the address, made and invited where there is none yet.

    What the account may do follows from the offices of the person. Raises ValidationError when the
    account is closed or that of somebody else.
    """
    person.refresh_from_db()
    account = User.objects.select_for_update(no_key=True).filter(email__iexact=email).first()
    if account:
        _refuse_taken(account)
        if not account.has_entered:
            invite.unasked(account, by=by)
    else:
        names = {"first_name": person.given_name, "last_name": person.family_name}
        account = make_account.unasked(email=email, language=language, by=by, **names)
    person.user = account
    person.save()
    append_event("person.give_access", by=by, subject=person, account=account.pk)
    if account.has_entered:
        tell_owner(account, Change.PERSON_TIED, by=by)
    return account


def _refuse_taken(account):
    if not account.is_active:
        raise ValidationError(
            {"email": _("The account with this address is closed. Ask an administrator.")}
        )
    if hasattr(account, "person"):
        message = _("This is the address of %(name)s already. Two persons never share an account.")
        raise ValidationError({"email": message % {"name": account.person}})


@asks("invite_again", of="person")
def invite_again(person, *, by):
    """Send a person who has not come in yet the link to a password once more."""
    return invite.unasked(person.user, by=by)
