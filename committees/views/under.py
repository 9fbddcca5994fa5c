"""What pages under a committee share."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from committees.models import Committee
from core.views import PolicyMixin


def breadcrumbs(committee, *further):
    """Territory, then the committee: Committees › Prizren › KKSB Prizren."""
    place = committee.municipality
    trail = [(_("Committees"), reverse("committees:list") + f"?kind={committee.kind}")]
    if place:
        trail.append(
            (
                place.name,
                reverse("committees:list") + f"?kind={committee.kind}&municipality={place.code}",
            )
        )
    name = (committee.name, committee.get_absolute_url() if further else None)
    return [*trail, name, *further]


class CommitteeStepMixin(PolicyMixin):
    """A step that adds something to the committee of the address."""

    @cached_property
    def committee(self):
        committee = get_object_or_404(
            Committee.objects.visible_to(self.request.user).with_place(),
            slug=self.kwargs["committee"],
        )
        self.require(self.action, committee)
        return committee


# What the tabs ask of the committee, annotated by `with_actions`.
TAB_RIGHTS = ("view_records", "view_members", "view_findings")


def tabs_of(committee, active):
    """The parts of a committee's page that are open to the reader, each with its address.

    Most of them live in the apps above, which are known here by the names of their addresses.
    """
    slug, place = committee.slug, committee.municipality
    figures = ""
    if place:
        query = f"?kind={committee.kind}&municipality={place.code}"
        figures = reverse("reports:dashboard") + query
    records, members, findings = (getattr(committee, f"can_{right}") for right in TAB_RIGHTS)
    tabs = (
        ("overview", _("Overview"), committee.get_absolute_url(), True),
        ("meetings", _("Meetings"), reverse("meetings:of-committee", args=[slug]), True),
        ("concerns", _("Concerns"), reverse("concerns:of-committee", args=[slug]), records),
        ("answered", _("You said, we did"), reverse("concerns:answered", args=[slug]), not records),
        ("actions", _("Actions"), reverse("follow_up:of-committee", args=[slug]), records),
        ("answers", _("Plan and answers"), reverse("meetings:answers", args=[slug]), records),
        ("documents", _("Documents"), reverse("meetings:documents", args=[slug]), records),
        ("figures", _("Figures"), figures, bool(figures)),
        ("history", _("History"), reverse("committees:history", args=[slug]), members),
        (
            "findings",
            _("What needs mending"),
            reverse("meetings:findings-of-committee", args=[slug]),
            findings,
        ),
    )
    return [
        {"label": label, "url": url, "active": name == active}
        for name, label, url, is_open in tabs
        if is_open
    ]


class CommitteePageMixin(PolicyMixin):
    """A part of the page of the committee of the address; `tab` is its name among the tabs."""

    tab = ""

    @cached_property
    def committee(self):
        committee = get_object_or_404(
            Committee.objects.visible_to(self.request.user)
            .with_place()
            .with_state_on(timezone.localdate())
            .with_actions(self.request.user, *TAB_RIGHTS),
            slug=self.kwargs["committee"],
        )
        self.require(self.action, committee)
        return committee

    def get_context_data(self, **kwargs):
        tabs = tabs_of(self.committee, self.tab)
        label = next(tab["label"] for tab in tabs if tab["active"])
        return super().get_context_data(
            **kwargs
            | {
                "committee": self.committee,
                "state": self.committee.state_choice,
                "tabs": tabs,
                "breadcrumbs": breadcrumbs(self.committee, (label, None)),
            }
        )
