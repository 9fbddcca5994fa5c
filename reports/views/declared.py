"""What members declared of their community and religion, for monitors: numbers, for a purpose."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from audit.actions import append_event
from reports.forms import PurposeForm
from reports.models import DeclaredTable
from reports.permissions import may_count_declarations


@method_decorator(never_cache, name="dispatch")
class DeclaredCounts(FormView):
    """Asks for the purpose, notes it, and answers with the tables that were made.

    Among them are those whose edition is in review; else they are the ones that everybody sees.
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
        kind = form.cleaned_data["kind"]
        append_event("protected.read", by=self.request.user, **form.cleaned_data)
        made = DeclaredTable.objects.visible_to(self.request.user).filter(kind=kind)
        return self.render_to_response(
            self.get_context_data(form=form, tables=made.order_by("-year"), asked=form.cleaned_data)
        )
