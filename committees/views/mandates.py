from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, FormView, ListView, View

from audit.actions import append_event
from committees.actions import (
    correct_oath,
    end_mandate,
    open_mandates,
    save_nomination,
    take_step,
)
from committees.exporting import StandingResource
from committees.filters import MandateFilter
from committees.forms.mandates import (
    MandateEndForm,
    MandatesOpenForm,
    NominationForm,
    OathForm,
    StepForm,
)
from committees.mandates import (
    STEPS,
    Terms,
    council_of,
    has_council,
    standing,
    standings,
    timeline_of,
)
from committees.models import Mandate, Nomination
from core.views import KeptTextMixin, PagesMixin, PolicyMixin, export_response, versions_of
from places.models import Municipality


def _trail(*further):
    return [
        (_("Committees"), reverse("committees:list")),
        (_("Mandates of the councils"), reverse("committees:mandates") if further else None),
        *further,
    ]


class WatchersMixin:
    """Pages of those who watch over the mandates of one municipality or of all."""

    # An action on municipalities.
    action = "watch_mandate"

    def dispatch(self, request, *args, **kwargs):
        self.places = Municipality.objects.permitted(request.user, self.action)
        if request.user.is_authenticated and not self.places.exists():
            raise PermissionDenied(_("Your roles do not include this step here."))
        return super().dispatch(request, *args, **kwargs)

    def found(self):
        """Return (filter, rows) of the address."""
        narrowed = MandateFilter(self.request.GET, queryset=self.places)
        asked = narrowed.form.cleaned_data if narrowed.is_valid() else {}
        return narrowed, standings(narrowed.qs, today=timezone.localdate(), asked=asked)


class MandateList(WatchersMixin, PagesMixin, ListView):
    """Where the mandate of each council stands, the most urgent first."""

    template_name = "committees/mandate_list.html"

    def get_queryset(self):
        self.filterset, rows = self.found()
        return rows

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            filter=self.filterset,
            chips=self.chips(self.filterset),
            clear_url="?",
            may_open=Municipality.objects.permitted(user, "open_mandate").exists(),
            breadcrumbs=_trail(),
            **kwargs,
        )


class MandateExport(WatchersMixin, View):
    """The filtered list as CSV, XLSX or JSON."""

    def get(self, request, extension):
        _filter, rows = self.found()
        response = export_response(StandingResource(), rows, "forumi-mandates", extension)
        append_event(
            "export.mandates", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response


class MandatesOpen(KeptTextMixin, WatchersMixin, FormView):
    """Opens the mandates of many councils at once, after elections."""

    action = "open_mandate"
    form_class = MandatesOpenForm
    template_name = "committees/mandates_open.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"municipalities": self.places}

    def get_context_data(self, **kwargs):
        running = Mandate.objects.running().filter(municipality__in=self.places)
        return super().get_context_data(
            running=running.count(),
            submit_label=_("Open the mandates"),
            cancel_url=reverse("committees:mandates"),
            breadcrumbs=_trail((_("Open mandates"), None)),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            opened = open_mandates(**form.cleaned_data, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        text = ngettext("%(count)s mandate is open.", "%(count)s mandates are open.", len(opened))
        messages.success(self.request, text % {"count": len(opened)})
        return redirect("committees:mandates")


class MandateDetail(PolicyMixin, DetailView):
    """The way of a mandate with its days; the nominations for insiders."""

    model = Mandate
    action = "view"
    template_name = "committees/mandate_detail.html"

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("municipality__region", "committee")
            .with_actions(self.request.user)
        )

    def get_context_data(self, **kwargs):
        mandate, user, today = self.object, self.request.user, timezone.localdate()
        terms = Terms()
        council = mandate.committee or council_of(mandate.municipality)
        founding = Municipality.objects.permitted(user, "found_committee")
        return super().get_context_data(
            standing=standing(
                mandate.municipality,
                mandate,
                has_council=bool(council) or has_council(mandate.municipality),
                terms=terms,
                today=today,
            ),
            timeline=timeline_of(mandate, terms),
            council=council,
            may_found=mandate.decided_on
            and not council
            and founding.filter(pk=mandate.municipality_id).exists(),
            nominations=mandate.nominations.visible_to(user)
            .with_actions(user, "edit")
            .select_related("represents_community", "represents_religion")
            .order_by("received_on", "pk"),
            earlier=mandate.municipality.mandates.exclude(pk=mandate.pk).newest_first(),
            breadcrumbs=[
                (_("Committees"), reverse("committees:list")),
                (mandate.municipality.name, None),
            ],
            **kwargs,
        )


class MandateHistory(PolicyMixin, DetailView):
    """Who changed the days of a mandate, when and what."""

    model = Mandate
    action = "view_nominations"
    template_name = "history.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            versions=versions_of(self.object, self.request.user),
            breadcrumbs=_trail(
                (str(self.object), self.object.get_absolute_url()), (_("History"), None)
            ),
            **kwargs,
        )


class MandateStepMixin(KeptTextMixin, PolicyMixin):
    """A step on one mandate."""

    action = "edit"
    key = "pk"

    @cached_property
    def mandate(self):
        mandate = get_object_or_404(
            Mandate.objects.visible_to(self.request.user).select_related("municipality"),
            pk=self.kwargs[self.key],
        )
        self.require(self.action, mandate)
        return mandate

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            mandate=self.mandate,
            cancel_url=self.mandate.get_absolute_url(),
            breadcrumbs=_trail(
                (str(self.mandate), self.mandate.get_absolute_url()), (self.title, None)
            ),
            title=self.title,
            **kwargs,
        )

    def form_valid(self, form):
        try:
            self.write(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The mandate is saved."))
        return redirect(self.mandate)


class MandateStepUpdate(MandateStepMixin, FormView):
    """The day and the reference of one step."""

    form_class = StepForm
    template_name = "committees/mandate_form.html"

    @cached_property
    def step(self):
        for one in STEPS:
            if one.step.value == self.kwargs["step"]:
                return one
        raise Http404

    @property
    def title(self):
        label = str(self.step.step.label)
        return label[:1].upper() + label[1:]

    def get_form_kwargs(self):
        known = {
            "day": getattr(self.mandate, self.step.day),
            "reference": getattr(self.mandate, self.step.reference),
        }
        return {"initial": known, "step": self.step} | {
            name: value for name, value in super().get_form_kwargs().items() if name != "initial"
        }

    def write(self, form):
        take_step(self.mandate, self.step, **form.cleaned_data, by=self.request.user)


class MandateOath(MandateStepMixin, FormView):
    """Corrects the day of the oath."""

    form_class = OathForm
    template_name = "committees/mandate_form.html"

    @property
    def title(self):
        return _("Correct the oath")

    def get_initial(self):
        return {"oath_on": self.mandate.oath_on}

    def write(self, form):
        correct_oath(self.mandate, **form.cleaned_data, by=self.request.user)


class MandateEnd(MandateStepMixin, FormView):
    """Ends a mandate; the members serve on beyond their term until replaced."""

    form_class = MandateEndForm
    template_name = "committees/mandate_end.html"

    @property
    def title(self):
        return _("End of the mandate")

    def write(self, form):
        end_mandate(self.mandate, **form.cleaned_data, by=self.request.user)


class NominationCreate(MandateStepMixin, FormView):
    """Records who was proposed by whom."""

    form_class = NominationForm
    template_name = "committees/mandate_form.html"
    key = "mandate"

    @property
    def title(self):
        return _("Nomination")

    @cached_property
    def nomination(self):
        return Nomination(mandate=self.mandate)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.nomination}

    def write(self, form):
        save_nomination(form.save(commit=False), by=self.request.user)


class NominationUpdate(NominationCreate):
    """Corrects a nomination."""

    @cached_property
    def nomination(self):
        visible = Nomination.objects.visible_to(self.request.user)
        return get_object_or_404(visible, pk=self.kwargs["pk"], mandate=self.mandate)
