"""The editions of the years: the list, one edition, what differs today, its steps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, FormView, ListView, UpdateView
from django.views.generic.detail import SingleObjectMixin

from audit.actions import append_event
from core.policy import may
from core.views import (
    KeptTextMixin,
    PagesMixin,
    PolicyMixin,
    TransitionMixin,
    versions_of,
)
from core.workflow import TransitionRefused
from reports.actions import begin_edition, give_reason
from reports.areas import Area
from reports.differences import area_names, between, earlier_of, since
from reports.exporting import difference_lines, file_of
from reports.facts import Touches, identity
from reports.factsheets.words import KINDS as SHEET_KINDS
from reports.filters import EditionFilter
from reports.forms import AreaForm, EditionForm, EditionReasonForm
from reports.indicators import Period
from reports.models import DeclaredTable, Edition, ImportedTotal
from reports.permissions import is_maker
from reports.totals import beside
from reports.views.tabs import tabs_of
from reports.workflow import EDITION
from reports.yearbook import Yearbook


def trail(*further):
    """The way to a page of an edition."""
    return [
        (_("Figures"), reverse("reports:dashboard")),
        (_("Editions"), reverse("reports:editions") if further else None),
        *further,
    ]


class EditionMixin(PolicyMixin, SingleObjectMixin):
    """A page about one edition."""

    model = Edition
    action = "view"
    title = ""

    def get_context_data(self, **kwargs):
        crumb = (str(self.object), self.object.get_absolute_url() if self.title else None)
        further = [(self.title, None)] if self.title else []
        return super().get_context_data(breadcrumbs=trail(crumb, *further), **kwargs)


class EditionList(PagesMixin, ListView):
    """The editions of all years that the reader may see."""

    template_name = "reports/edition_list.html"

    @cached_property
    def is_maker(self):
        return is_maker(self.request.user)

    @cached_property
    def filter(self):
        rows = Edition.objects.visible_to(self.request.user).without_figures().newest_first()
        return EditionFilter(self.request.GET, queryset=rows, is_maker=self.is_maker)

    def get_queryset(self):
        return self.filter.qs

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            filter=self.filter,
            chips=self.chips(self.filter),
            clear_url=self.request.path,
            is_maker=self.is_maker,
            tabs=tabs_of("reports:editions"),
            **kwargs,
        )


class EditionCreate(KeptTextMixin, FormView):
    """Opens the edition of a year."""

    form_class = EditionForm
    template_name = "reports/edition_form.html"
    action = "prepare"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not is_maker(request.user):
            raise PermissionDenied(_("Your roles do not include this step here."))
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {
            name: self.request.GET[name] for name in ("kind", "year") if name in self.request.GET
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("New edition"),
            breadcrumbs=trail((_("New edition"), None)),
            cancel_url=reverse("reports:editions"),
            submit_label=_("Begin the edition"),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            edition = begin_edition(**form.cleaned_data, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(
            self.request, _("The edition is begun. Look it over and put it to review.")
        )
        return redirect(edition)


class EditionUpdate(KeptTextMixin, EditionMixin, UpdateView):
    """Says why there is a new edition."""

    form_class = EditionReasonForm
    template_name = "reports/edition_form.html"
    action = "edit"

    @property
    def title(self):
        return _("Reason of the edition")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=self.title, cancel_url=self.object.get_absolute_url(), **kwargs
        )

    def form_valid(self, form):
        try:
            edition = give_reason(self.object, form.cleaned_data["reason"], by=self.request.user)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        messages.success(self.request, _("The reason is saved."))
        return redirect(edition)


class EditionDetail(EditionMixin, DetailView):
    """The figures of an edition for an area, how they came about, and what can be done with them.

    A draft has none yet: its page shows the figures of this moment.
    """

    template_name = "reports/edition_detail.html"

    def get_context_data(self, **kwargs):
        edition, user = self.object, self.request.user
        form = AreaForm(self.request.GET)
        area = form.area()
        book = (
            Yearbook.of_edition(edition)
            if edition.is_frozen
            else Yearbook.now(edition.kind, edition.year)
        )
        return super().get_context_data(
            form=form,
            area_name=area_names().get(area.key),
            query=self.request.GET.urlencode(),
            previous_year=edition.year - 1,
            rows=figures_of(book, area),
            published=beside(
                ImportedTotal.objects.visible_to(user)
                .filter(kind=edition.kind, year=edition.year, area=area.key)
                .newest_first()
            ),
            declared=DeclaredTable.objects.visible_to(user).of_edition(edition).first(),
            others=Edition.objects.visible_to(user)
            .of_year(edition.kind, edition.year)
            .exclude(pk=edition.pk)
            .without_figures()
            .newest_first(),
            status=edition.status_choice,
            differing=SimpleLazyObject(lambda: since(edition).rows),
            identity_of_differences=self.identity_of_differences(),
            steps=EDITION.offers(edition, user),
            has_sheet=edition.is_frozen and edition.kind in SHEET_KINDS,
            may_edit=may(user, "edit", edition),
            is_maker=is_maker(user),
            **kwargs,
        )

    def identity_of_differences(self):
        """A word that changes whenever the number of differences may; None where there is none."""
        kind, year = self.object.kind, self.object.year
        periods = [Period(kind, year), Period(kind, year - 1)]
        found = identity(periods, Area(), Touches(kind)) if self.object.is_out else None
        return found and f"{found} {self.object.pk}"


def figures_of(book, area):
    """Return the indicators with their figures of an area, as a table prints them."""
    is_one = bool(area.municipality)
    return [
        {
            "indicator": indicator,
            "figure": figure,
            "text": indicator.text(figure, is_one=is_one),
            "previous": indicator.text(book.previous(area.key, indicator.key), is_one=is_one),
            "parts": indicator.parts(figure) if figure and not is_one else [],
        }
        for indicator in book.indicators
        for figure in [book.figure(area.key, indicator.key)]
    ]


class DifferencesMixin(EditionMixin):
    """Compares an edition with today's records, or with the edition before it."""

    @cached_property
    def earlier(self):
        """The edition before this one, if that is asked for and there is one."""
        if self.request.GET.get("against") != "previous":
            return None
        return self.before_it

    @cached_property
    def before_it(self):
        return earlier_of(self.object)

    @cached_property
    def comparison(self):
        """What differs; None while nothing is frozen."""
        if not self.object.is_frozen:
            return None
        return between(self.earlier, self.object) if self.earlier else since(self.object)


class EditionDifferences(DifferencesMixin, DetailView):
    """What would be different today, or was different in the edition before."""

    template_name = "reports/edition_differences.html"

    @property
    def title(self):
        return _("Differences")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            comparison=self.comparison,
            earlier=self.earlier,
            before_it=self.before_it,
            query=self.request.GET.urlencode(),
            **kwargs,
        )


class DifferencesExport(DifferencesMixin, View):
    """The differences as CSV, XLSX or JSON."""

    def get(self, request, pk, extension):
        self.object = self.get_object()
        rows = self.comparison.rows if self.comparison else []
        name = f"forumi-differences-{self.object.kind}-{self.object.year}"
        beside = str(self.earlier) if self.earlier else _("records of the portal")
        response = file_of(difference_lines(self.object, rows, beside), name, extension)
        append_event("export.differences", by=request.user, subject=self.object, format=extension)
        return response


class EditionTransition(EditionMixin, TransitionMixin):
    """A step of an edition."""

    workflow = EDITION

    @property
    def title(self):
        return self.step.label

    def get_context_data(self, **kwargs):
        return super().get_context_data(submit_label=self.step.label, **kwargs)


class EditionHistory(EditionMixin, DetailView):
    """Who prepared, sent back, reviewed and published an edition, and why."""

    template_name = "history.html"
    action = "prepare"

    @property
    def title(self):
        return _("History")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            versions=versions_of(self.object, self.request.user), **kwargs
        )
