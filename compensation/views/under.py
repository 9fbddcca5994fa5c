"""What pages under a settlement run share."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from committees.views.under import breadcrumbs as under_committee
from compensation.models import SettlementRun
from core.views import PolicyMixin


def runs_address(committee):
    return reverse("compensation:runs", kwargs={"committee": committee.slug})


def breadcrumbs(committee, *further):
    home = (_("Compensation of the members"), runs_address(committee) if further else None)
    return under_committee(committee, home, *further)


class RunMixin(PolicyMixin):
    """A page on the run of the address, on which the user may do the view's action."""

    model = SettlementRun
    title = ""

    def get_queryset(self):
        return (
            SettlementRun.objects.visible_to(self.request.user)
            .filter(committee__slug=self.kwargs["committee"])
            .select_related("committee__municipality", "status_by")
            .with_paid()
            .with_actions(self.request.user)
        )

    @cached_property
    def run(self):
        run = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        self.require(self.action, run)
        return run

    def get_context_data(self, **kwargs):
        run = self.run
        trail = [(str(run), run.get_absolute_url() if self.title else None)]
        return super().get_context_data(**kwargs) | {
            "run": run,
            "committee": run.committee,
            "title": self.title,
            "cancel_url": run.get_absolute_url(),
            "breadcrumbs": breadcrumbs(
                run.committee, *trail, *([(self.title, None)] if self.title else [])
            ),
        }
