import django_filters as filters
from django.utils.translation import gettext_lazy as _

from core.forms import LAST_YEAR
from reports.choices import OUT, EditionStatus
from reports.forms import FIRST_YEAR, KINDS
from reports.models import Edition


class EditionFilter(filters.FilterSet):
    """Narrows the list of editions."""

    kind = filters.ChoiceFilter(
        label=_("Kind of committee"), choices=[(kind.value, kind.plural) for kind in KINDS]
    )
    year = filters.NumberFilter(
        label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, decimal_places=0
    )
    status = filters.ChoiceFilter(label=_("Status"), choices=EditionStatus)

    class Meta:
        model = Edition
        fields = ("kind", "year", "status")

    def __init__(self, *args, is_maker=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_maker:
            # Whoever is not shown drafts is not asked about them.
            self.filters["status"].extra["choices"] = [(row.value, row.label) for row in OUT]
