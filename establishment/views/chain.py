"""The chain of command as data: what holds, what will hold, and stations without a region."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from accounts.permissions import is_administrator
from accounts.views import AdministratorMixin
from core.views import KeptTextMixin
from establishment.actions import confirm_region, make_chain
from establishment.chain import levels_on
from establishment.forms.chain import ChainForm, LevelFormSet, RegionForm
from establishment.models import Chain
from establishment.views.lists import ReadersMixin
from establishment.views.trail import breadcrumbs
from places.models import PoliceStation, StationRegion

# Empty rows below the levels of the chain in force.
FREE_ROWS = 2


class ChainPage(ReadersMixin, TemplateView):
    """Every chain of command with its levels, the newest first."""

    template_name = "establishment/chain.html"

    def get_context_data(self, **kwargs):
        today, user = timezone.localdate(), self.request.user
        chains = list(
            Chain.objects.visible_to(user).prefetch_related("levels").order_by("-valid_from")
        )
        in_force = Chain.objects.in_force(today).first()
        placed = StationRegion.objects.in_force(today).values("station")
        return super().get_context_data(
            chains=[
                {
                    "chain": chain,
                    "levels": sorted(chain.levels.all(), key=lambda level: level.order),
                    "is_in_force": chain == in_force,
                    "is_to_come": chain.valid_from > today,
                }
                for chain in chains
            ],
            unplaced=PoliceStation.objects.exclude(pk__in=placed)
            .select_related("municipality")
            .order_by("municipality__code", "code"),
            may_change=is_administrator(user),
            breadcrumbs=breadcrumbs((_("Chain of command"), None)),
            **kwargs,
        )


class ChainCreate(AdministratorMixin, KeptTextMixin, FormView):
    """Lets another chain begin on a day to come; it starts from the one in force."""

    form_class = ChainForm
    template_name = "establishment/chain_form.html"

    def levels(self):
        names = ("role", "name_sq", "name_sr", "name_en", "working_days")
        known = [
            {"order": level.order, **{name: getattr(level, name) for name in names}}
            for level in levels_on(timezone.localdate())
        ]
        return [*known, *({} for _row in range(FREE_ROWS))]

    @cached_property
    def formset(self):
        return LevelFormSet(
            self.kept_text or self.request.POST or None, initial=self.levels(), prefix="levels"
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            formsets=[self.formset],
            cancel_url=reverse("establishment:chain"),
            breadcrumbs=breadcrumbs(
                (_("Chain of command"), reverse("establishment:chain")), (_("New chain"), None)
            ),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not (form.is_valid() & self.formset.is_valid()):
            return self.form_invalid(form)
        make_chain(form.instance, self.formset.levels(), by=request.user)
        messages.success(
            request, _("The new chain begins on its day. Requests under way keep their own.")
        )
        return redirect("establishment:chain")


class RegionConfirm(AdministratorMixin, KeptTextMixin, FormView):
    """Enters the police region of a station; requests that waited for it go up."""

    form_class = RegionForm
    template_name = "establishment/region_form.html"

    @cached_property
    def station(self):
        placed = StationRegion.objects.in_force(timezone.localdate()).values("station")
        return get_object_or_404(
            PoliceStation.objects.exclude(pk__in=placed), code=self.kwargs["station"]
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            station=self.station, cancel_url=reverse("establishment:chain"), **kwargs
        )

    def form_valid(self, form):
        confirm_region(self.station, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("The region is entered. What waited for it goes up."))
        return redirect("establishment:chain")
