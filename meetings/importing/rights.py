"""Who may load files; the committees that a row may touch are asked of the policy."""

from accounts.posts import grants_of
from meetings.importing.kinds import KINDS


def kinds_for(user):
    """Return the kinds of records that the user may load; what the rows may touch is asked then."""
    roles = {grant.role for grant in grants_of(user)}
    return {name: kind for name, kind in KINDS.items() if roles & set(kind.roles)}


def may_import(user):
    """Say whether the page is for the user."""
    return bool(kinds_for(user))
