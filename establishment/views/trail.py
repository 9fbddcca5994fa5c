from django.urls import reverse
from django.utils.translation import gettext as _


def breadcrumbs(*further):
    """Requests, then what lies below: pairs of label and address; the page itself has none."""
    return [(_("Requests"), reverse("establishment:list")), *further]
