"""How a theme is chosen: the wider ones as headings, what belongs to each below it."""

from django.utils.translation import gettext as _

from core.i18n import sort_key
from meetings.models import ConcernCategory


def grouped_categories(*, empty=True):
    """Return the choices of a field on categories; a wider one may be chosen as well."""
    rows = list(ConcernCategory.objects.order_by("position"))
    parts = {}
    for row in rows:
        parts.setdefault(row.parent_id, []).append(row)
    choices = [("", "---------")] if empty else []
    for top in parts.get(None, []):
        below = sorted(parts.get(top.pk, []), key=lambda row: sort_key(row.name))
        if below:
            general = (top.pk, _("%(category)s, in general") % {"category": top.name})
            choices.append((top.name, [general, *((row.pk, row.name) for row in below)]))
        else:
            choices.append((top.pk, top.name))
    return choices
