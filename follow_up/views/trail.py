from django.urls import reverse
from django.utils.translation import gettext as _


def breadcrumbs(*further):
    """Actions, then what lies below: pairs of label and address; the page itself has none."""
    return [(_("Actions"), reverse("follow_up:list")), *further]
