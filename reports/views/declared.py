"""What members declared of their community and religion, for monitors: numbers, for a purpose."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from committees.actions.profiles import NOT_DECLARED, WITHHELD
from reports.areas import named_regions
from reports.disclosure.counting import NAMED, counts_for_monitors
from reports.disclosure.rules import OTHERS
from reports.forms import PurposeForm
from reports.permissions import may_count_declarations


@method_decorator(never_cache, name="dispatch")
class DeclaredCounts(FormView):
    """Asks for the purpose, notes it, and answers with numbers: each reading is a new asking.

    There is no file of it and no address that shows numbers without a purpose.
    """

    form_class = PurposeForm
    template_name = "reports/declared_counts.html"
    action = "count"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not may_count_declarations(request.user):
            raise PermissionDenied(_("Your roles do not include this step here."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            breadcrumbs=[
                (_("Figures"), reverse("reports:dashboard")),
                (_("Declared communities and religions"), None),
            ],
            submit_label=_("Show the numbers"),
            **kwargs,
        )

    def form_valid(self, form):
        counts = counts_for_monitors(**form.cleaned_data, by=self.request.user)
        return self.render_to_response(
            self.get_context_data(form=form, tables=tables_of(counts), asked=form.cleaned_data)
        )


def tables_of(counts):
    """Return a table for each question: areas in lines, the answer rate first, then the answers."""
    if not counts:
        return []
    titles = {"community": _("Declared community"), "religion": _("Declared religion")}
    return [
        {"title": titles[question], **_table(question, model, counts)}
        for question, model in NAMED.items()
    ]


def _table(question, model, counts):
    rows = {group: answers[question] for group, answers in counts.items()}
    given = set().union(*rows.values()) - {WITHHELD, NOT_DECLARED}
    columns = [row for row in model.objects.order_by("position") if row.code in given]
    codes = [*(row.code for row in columns), WITHHELD, NOT_DECLARED]
    return {
        "columns": [*(row.name for row in columns), _("prefers not to say"), _("not declared")],
        "lines": [
            {"area": area, "numbers": [rows[group][code] for code in codes], **_rate(rows[group])}
            for group, area in _areas(rows)
        ],
    }


def _rate(answers):
    members = answers.total()
    answered = members - answers[WITHHELD] - answers[NOT_DECLARED]
    return {
        "members": members,
        "answered": answered,
        "percent": round(100 * answered / members) if members else None,
    }


def _areas(rows):
    """Return (group, name) of the groups that there are: the country, regions, the other ones."""
    regions = [(area.region, name) for area, name in named_regions()]
    names = [(None, _("the whole country")), *regions]
    names += [(OTHERS, _("regions with few members, together")), ("", _("without a region"))]
    return [(group, name) for group, name in names if group in rows]
