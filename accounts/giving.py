"""What is asked before a role is given: whether it would hold, and whether somebody holds it."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def refuse_past(grant):
    """Refuse a role that is over already: it would never hold."""
    if grant.until_on and grant.until_on < timezone.localdate():
        message = _(
            "This day is past: the role would never hold. Leave the field empty or give a later "
            "day."
        )
        raise ValidationError({"until_on": message})


def refuse_second_holder(grant):
    """Refuse a second holder of a post that has one; the error names the one there."""
    if holder := grant.other_holder():
        message = _("%(holder)s Tick this if both shall have it.")
        raise ValidationError({"beside": message % {"holder": holder.said_of_holder()}})
