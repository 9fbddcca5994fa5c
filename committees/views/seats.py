from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from committees.actions import close_seat, open_seats, save_seat
from committees.composition import lacks
from committees.forms.seats import SeatCloseForm, SeatForm, SeatsOpenForm
from committees.models import Seat
from committees.views.under import CommitteeStepMixin, breadcrumbs
from core.views import KeptTextMixin, PolicyMixin


class SeatsOpen(KeptTextMixin, CommitteeStepMixin, FormView):
    """Lists the seats that the template has and the committee lacks, and opens those ticked."""

    form_class = SeatsOpenForm
    action = "edit_members"
    template_name = "committees/seats_open.html"

    def get_form_kwargs(self):
        missing = lacks(self.committee, timezone.localdate())
        return super().get_form_kwargs() | {"lacks": missing}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            committee=self.committee,
            submit_label=_("Open the seats"),
            cancel_url=self.committee.get_absolute_url(),
            breadcrumbs=breadcrumbs(self.committee, (_("Open seats"), None)),
            **kwargs,
        )

    def form_valid(self, form):
        opened = open_seats(self.committee, **form.cleaned_data, by=self.request.user)
        text = ngettext("%(count)s seat is open.", "%(count)s seats are open.", len(opened))
        messages.success(self.request, text % {"count": len(opened)})
        return redirect(self.committee)


class SeatCreate(KeptTextMixin, CommitteeStepMixin, FormView):
    """Adds a seat by hand."""

    form_class = SeatForm
    action = "edit_members"
    template_name = "committees/seat_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Seat(committee=self.committee)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            committee=self.committee,
            cancel_url=self.committee.get_absolute_url(),
            breadcrumbs=breadcrumbs(self.committee, (_("New seat"), None)),
            **kwargs,
        )

    def form_valid(self, form):
        save_seat(form.save(commit=False), by=self.request.user)
        messages.success(self.request, _("The seat is saved."))
        return redirect(self.committee)


class SeatStepMixin(KeptTextMixin, PolicyMixin):
    """A step on one seat of the committee of the address."""

    action = "edit"

    @cached_property
    def seat(self):
        seat = get_object_or_404(
            Seat.objects.visible_to(self.request.user).select_related(
                "committee__municipality", "represents_community", "represents_religion"
            ),
            pk=self.kwargs["pk"],
            committee__slug=self.kwargs["committee"],
        )
        self.require(self.action, seat)
        return seat

    def get_context_data(self, **kwargs):
        committee = self.seat.committee
        return super().get_context_data(
            seat=self.seat,
            committee=committee,
            cancel_url=committee.get_absolute_url(),
            breadcrumbs=breadcrumbs(committee, (self.seat.name, None)),
            **kwargs,
        )


class SeatUpdate(SeatStepMixin, FormView):
    """Corrects what a seat stands for."""

    form_class = SeatForm
    template_name = "committees/seat_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.seat}

    def form_valid(self, form):
        save_seat(form.save(commit=False), by=self.request.user)
        messages.success(self.request, _("The seat is saved."))
        return redirect(self.seat.committee)


class SeatClose(SeatStepMixin, FormView):
    """Closes a seat that the committee does not have any more; nothing is deleted."""

    form_class = SeatCloseForm
    template_name = "committees/seat_close.html"

    def form_valid(self, form):
        try:
            close_seat(self.seat, **form.cleaned_data, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The seat is closed. Its history stays."))
        return redirect(self.seat.committee)
