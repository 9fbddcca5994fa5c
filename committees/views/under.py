"""What pages under a committee share."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from committees.models import Committee
from core.views import (
    PolicyMixin,
)


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
