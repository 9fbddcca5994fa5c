"""Which members are trained: a committee's own page, and the overview by committee and region."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from committees.choices import CommitteeKind, CommitteeStatus
from committees.coverage import Coverage, coverage_by, members_on, modules_asked, with_missing
from committees.filters import CoverageFilter
from committees.models import Committee, Training
from committees.views.trainings import breadcrumbs
from committees.views.under import breadcrumbs as under_committee
from core.i18n import name_field, sort_key
from core.views import PagesMixin, PolicyMixin
from places.models import PoliceRegion


class CommitteeTrainings(PolicyMixin, DetailView):
    """What the members of a committee have been through, and who lacks which module."""

    model = Committee
    action = "view_records"
    template_name = "committees/committee_trainings.html"

    def get_queryset(self):
        return super().get_queryset().with_place().with_actions(self.request.user)

    def get_context_data(self, **kwargs):
        user, committee = self.request.user, self.object
        members = members_on(timezone.localdate()).of(committee)
        asked = modules_asked(committee.kind)
        return super().get_context_data(
            coverage=coverage_by(members, "seat__committee").get(committee.pk, Coverage()),
            lacking=self.lacking(members, asked),
            untrained=with_missing(members.visible_to(user))
            .filter(is_untrained=True)
            .select_related("person", "seat__represents_community", "seat__represents_religion")
            .in_order(),
            trainings=Training.objects.visible_to(user)
            .filter(participations__in=committee.participations.counting())
            .distinct()
            .with_course()
            .newest_first(),
            asked=asked,
            breadcrumbs=under_committee(committee, (_("Trainings"), None)),
            **kwargs,
        )

    def lacking(self, members, asked):
        """For each module that is asked: how many members lack it."""
        rows = list(with_missing(members).values("person", *(f"lacks_{m.value}" for m in asked)))
        return [
            {
                "module": module,
                "count": len({row["person"] for row in rows if row[f"lacks_{module.value}"]}),
            }
            for module in asked
        ]


class CoverageList(PagesMixin, ListView):
    """«7 of 11 members are trained», for each committee whose records the user reads."""

    template_name = "committees/coverage.html"
    action = "view"

    def get_queryset(self):
        asked = self.request.GET.get("kind")
        known = asked in CommitteeKind.values
        self.kind = CommitteeKind(asked) if known else CommitteeKind.KLSP
        readable = Committee.objects.permitted(self.request.user, "view_records")
        self.filterset = CoverageFilter(
            self.request.GET,
            queryset=readable.of_kind(self.kind)
            .exclude(status=CommitteeStatus.DISSOLVED)
            .with_place()
            .order_by(f"municipality__{name_field()}", name_field(), "pk"),
        )
        return self.filterset.qs

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            filter=self.filterset,
            chips=self.chips(self.filterset),
            clear_url=f"?kind={self.kind}",
            tabs=[
                {"url": f"?kind={kind}", "label": kind.plural, "active": kind == self.kind}
                for kind in CommitteeKind
            ],
            kind=self.kind,
            asked=modules_asked(self.kind),
            breadcrumbs=breadcrumbs((_("Who is trained"), None)),
            **kwargs,
        )
        today = timezone.localdate()
        shown = [committee.pk for committee in context["object_list"]]
        of_page = members_on(today).filter(seat__committee__in=shown)
        by_committee = coverage_by(of_page, "seat__committee")
        for committee in context["object_list"]:
            committee.coverage = by_committee.get(committee.pk, Coverage())
        return context | {"regions": self.by_region(today)}

    def by_region(self, today):
        """Pairs (region, coverage) over all committees that the filter finds."""
        members = members_on(today).filter(
            seat__committee__in=self.filterset.qs.order_by().values("pk")
        )
        found = coverage_by(members, "seat__committee__municipality__region")
        regions = [region for region in PoliceRegion.objects.all() if region.pk in found]
        return [
            (region, found[region.pk]) for region in sorted(regions, key=lambda r: sort_key(r.name))
        ]
