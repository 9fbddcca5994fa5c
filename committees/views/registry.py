from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import CreateView, DetailView, ListView, TemplateView, UpdateView

from audit.actions import append_event
from committees.actions import save_committee
from committees.choices import CommitteeKind
from committees.composition import lacks
from committees.exporting import CommitteeResource
from committees.finding import find
from committees.forms.registry import CommitteeForm, PlaceSearchForm, RosterDateForm
from committees.listing import counts_of_kinds, registry
from committees.mandates import council_from
from committees.models import Committee, Mandate, Membership, Person, StruckMembership
from committees.roster import roster_on
from committees.views.under import TAB_RIGHTS, breadcrumbs, tabs_of
from committees.workflow import LIFE
from core.views import (
    KeptTextMixin,
    PagesMixin,
    PolicyMixin,
    TransitionMixin,
    export_response,
    versions_of,
)
from places.models import Municipality


class CommitteeList(PagesMixin, ListView):
    template_name = "committees/committee_list.html"

    def get_queryset(self):
        self.kind, self.filterset, rows = registry(self.request.GET, self.request.user)
        return rows

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            filter=self.filterset,
            chips=self.chips(self.filterset),
            clear_url=f"?kind={self.kind}",
            kind=self.kind,
            tabs=self.tabs(),
            may_found=Municipality.objects.permitted(user, "found_committee").exists(),
            **self.further_lists(user),
            **kwargs,
        )

    def tabs(self):
        """The kinds of committees; each keeps the filters and says how many rows answer to them."""
        query = self.request.GET.copy()
        query.pop("page", None)
        tabs = []
        for kind, count in counts_of_kinds(self.request.GET, self.request.user).items():
            query["kind"] = kind
            label = kind.plural if count is None else f"{kind.plural} ({count})"
            tabs.append(
                {"url": f"?{query.urlencode()}", "label": label, "active": kind == self.kind}
            )
        return tabs

    @staticmethod
    def further_lists(user):
        """Say which of the lists beside the registry the user may open."""
        if not user.is_authenticated:
            return {}
        return {
            "may_watch": Municipality.objects.permitted(user, "watch_mandate").exists(),
            "may_read_members": Membership.objects.visible_to(user).exists(),
            "may_merge": Person.objects.permitted(user, "merge").exists(),
        }


class PlaceSearch(TemplateView):
    """The forum of a place, by any name that people have for it."""

    template_name = "committees/place_search.html"

    def get_context_data(self, **kwargs):
        form = PlaceSearchForm(self.request.GET if "q" in self.request.GET else None)
        found = find(form.cleaned_data["q"], self.request.user) if form.is_valid() else None
        return super().get_context_data(form=form, found=found, **kwargs)


class CommitteeExport(View):
    """The filtered registry as CSV, XLSX or JSON."""

    def get(self, request, extension):
        kind, _filter, rows = registry(request.GET, request.user)
        response = export_response(CommitteeResource(), rows, f"forumi-{kind}", extension)
        append_event(
            "export.committees", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response


class CommitteeDetail(PolicyMixin, DetailView):
    """The page of a committee: what it is, and its roster on any day."""

    model = Committee
    action = "view"

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .with_place()
            .with_state_on(timezone.localdate())
            .with_actions(self.request.user)
        )

    def get_context_data(self, **kwargs):
        form = RosterDateForm(self.request.GET if "on" in self.request.GET else None)
        day = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
        if not form.is_bound:
            form = RosterDateForm(initial={"on": day})
        return super().get_context_data(
            deadlines=self.object.deadlines.visible_to(self.request.user).open(),
            today=timezone.localdate(),
            roster_form=form,
            roster_on=day,
            roster=roster_on(self.object, day, self.request.user),
            struck=self.struck(),
            lacks=lacks(self.object, timezone.localdate()) if self.object.can_edit_members else [],
            state=self.object.state_choice,
            offers=LIFE.offers(self.object, self.request.user),
            stations_region=self.station_region(),
            mandate=self.mandate(),
            tabs=tabs_of(self.object, "overview"),
            breadcrumbs=breadcrumbs(self.object),
            **kwargs,
        )

    def struck(self):
        """Memberships that were entered by mistake, for whoever keeps the roster."""
        if not self.object.can_edit_members:
            return []
        rows = StruckMembership.objects.visible_to(self.request.user).standing().of(self.object)
        return rows.select_related(
            "person", "struck_by", "seat__represents_community", "seat__represents_religion"
        ).newest_first()

    def mandate(self):
        """The newest mandate of a council."""
        if self.object.kind != CommitteeKind.KKSB:
            return None
        return self.object.municipality.mandates.newest_first().first()

    def station_region(self):
        if not self.object.station:
            return None
        row = (
            self.object.station.regions.in_force(timezone.localdate())
            .select_related("region")
            .first()
        )
        return row.region if row else None


class CommitteeFormMixin(KeptTextMixin):
    """What founding and correcting share."""

    model = Committee
    form_class = CommitteeForm
    template_name = "committees/committee_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "user": self.request.user,
            "municipalities": Municipality.objects.permitted(self.request.user, "found_committee"),
        }

    def form_valid(self, form):
        committee = save_committee(
            form.save(commit=False),
            settlements=form.cleaned_data["settlements"],
            by=self.request.user,
        )
        messages.success(self.request, _("The registry entry is saved."))
        return redirect(committee)


class CommitteeCreate(CommitteeFormMixin, CreateView):
    action = "found"

    def dispatch(self, request, *args, **kwargs):
        founding = Municipality.objects.permitted(request.user, "found_committee")
        if request.user.is_authenticated and not founding.exists():
            raise PermissionDenied(_("Your roles do not include this step here."))
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        """Begin with what a mandate tells whose council is not in the registry yet."""
        asked = self.request.GET.get("mandate", "")
        mandates = Mandate.objects.visible_to(self.request.user).select_related("municipality")
        mandate = mandates.filter(pk=asked).first() if asked.isdecimal() else None
        return super().get_initial() | (council_from(mandate) if mandate else {})

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=reverse("committees:list"), **kwargs)


class CommitteeUpdate(CommitteeFormMixin, PolicyMixin, UpdateView):
    action = "edit"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cancel_url=self.object.get_absolute_url(),
            breadcrumbs=breadcrumbs(self.object, (_("Edit"), None)),
            **kwargs,
        )


class CommitteeTransition(TransitionMixin):
    model = Committee
    workflow = LIFE


class CommitteeHistory(PolicyMixin, DetailView):
    """Who changed the registry entry, when and what; those who write are members, with names."""

    model = Committee
    action = "view_members"
    template_name = "history.html"

    def get_queryset(self):
        return super().get_queryset().with_place().with_actions(self.request.user, *TAB_RIGHTS)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            tabs=tabs_of(self.object, "history"),
            versions=versions_of(self.object, self.request.user),
            breadcrumbs=breadcrumbs(self.object, (_("History"), None)),
            **kwargs,
        )
