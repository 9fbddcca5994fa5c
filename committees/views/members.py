from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from committees.actions import end_membership, seat_member
from committees.forms.members import EndMembershipForm, MemberForm
from committees.models import Membership
from committees.views.under import CommitteeStepMixin, breadcrumbs
from core.views import (
    KeptTextMixin,
    PolicyMixin,
)


class MemberCreate(KeptTextMixin, CommitteeStepMixin, FormView):
    """Seats a new member."""

    form_class = MemberForm
    action = "edit_members"
    template_name = "committees/member_form.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            committee=self.committee,
            cancel_url=self.committee.get_absolute_url(),
            breadcrumbs=breadcrumbs(self.committee, (_("New member"), None)),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            seat_member(
                committee=self.committee,
                person=form.person(),
                seat=form.seat(),
                office=form.cleaned_data["office"],
                from_on=form.cleaned_data["from_on"],
                act=form.cleaned_data["act"],
                by=self.request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The member is on the roster."))
        return redirect(self.committee)


class MembershipEnd(KeptTextMixin, PolicyMixin, FormView):
    """Ends a membership."""

    form_class = EndMembershipForm
    action = "end"
    template_name = "committees/membership_end.html"

    @cached_property
    def object(self):
        membership = get_object_or_404(
            Membership.objects.visible_to(self.request.user).select_related(
                "person", "seat__committee__municipality"
            ),
            pk=self.kwargs["pk"],
            seat__committee__slug=self.kwargs["committee"],
        )
        self.require(self.action, membership)
        return membership

    def get_context_data(self, **kwargs):
        committee = self.object.seat.committee
        return super().get_context_data(
            membership=self.object,
            cancel_url=committee.get_absolute_url(),
            breadcrumbs=breadcrumbs(committee, (_("End of a membership"), None)),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            end_membership(self.object, by=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The membership has an end."))
        return redirect(self.object.seat.committee)
