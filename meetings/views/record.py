"""Meetings to write: planned, logged or reported."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from committees.models import Committee
from committees.views.under import breadcrumbs
from core.transactions import atomic
from core.views import KeptTextMixin, PolicyMixin
from core.workflow import TransitionRefused
from meetings import actions
from meetings.forms.concerns import ConcernFormSet
from meetings.forms.plan import PlanForm
from meetings.forms.record import ReportForm
from meetings.joint import set_partners
from meetings.models import Meeting
from meetings.quorum import quorum_on
from meetings.views.under import saved


class MeetingWriteMixin(KeptTextMixin, PolicyMixin):
    """A form on a meeting: a new one of the committee in the address, or the one named there."""

    template_name = "meetings/meeting_form.html"
    new_action = "add_meeting"

    @cached_property
    def committee(self):
        committee = get_object_or_404(
            Committee.objects.visible_to(self.request.user).with_place(),
            slug=self.kwargs["committee"],
        )
        if "meeting" not in self.kwargs:
            self.require(self.new_action, committee)
        return committee

    @cached_property
    def meeting(self):
        if "meeting" not in self.kwargs:
            return Meeting(committee=self.committee, starts_on=timezone.localdate())
        meeting = get_object_or_404(
            Meeting.objects.visible_to(self.request.user).with_committee(),
            public_id=self.kwargs["meeting"],
            committee=self.committee,
        )
        self.require(self.action, meeting)
        return meeting

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.meeting}

    def get_context_data(self, **kwargs):
        home = self.meeting if self.meeting.pk else self.committee
        return super().get_context_data(
            committee=self.committee,
            meeting=self.meeting,
            heading=self.heading,
            draft="keep",
            cancel_url=home.get_absolute_url(),
            breadcrumbs=breadcrumbs(self.committee, (self.heading, None)),
            **kwargs,
        )

    def conflict(self, form, current):
        """Show both versions: what somebody else saved meanwhile, and what was typed here."""
        form.data = form.data.copy()
        form.data["version"] = current.version
        versions = form.versions(current)
        form.add_error(
            None,
            _(
                "Somebody else saved this meeting while you were writing. Compare both versions "
                "below; saving again keeps yours."
            ),
        )
        return self.render_to_response(self.get_context_data(form=form, versions=versions))


class MeetingPlan(MeetingWriteMixin, FormView):
    """Puts a meeting on the calendar, or changes one that is to come."""

    form_class = PlanForm
    action = "edit"

    @property
    def heading(self):
        return _("Change the plan") if self.meeting.pk else _("Plan a meeting")

    def form_valid(self, form):
        try:
            with atomic():
                meeting = self.write(form)
        except actions.EditConflict as conflict:
            return self.conflict(form, conflict.current)
        except ValidationError as error:
            form.add_error("agenda", error)
            return self.form_invalid(form)
        messages.success(self.request, _("The meeting is on the calendar."))
        return redirect(saved(meeting.get_absolute_url(), meeting.entry))

    def write(self, form):
        data, by = form.cleaned_data, self.request.user
        meeting = form.typed()
        if meeting.pk:
            actions.change_plan(meeting, agenda=data["agenda"], version=data["version"], by=by)
        else:
            actions.plan_meeting(meeting, agenda=data["agenda"], by=by)
        set_partners(meeting, data["partners"], by=by)
        return meeting


class MeetingReport(MeetingWriteMixin, FormView):
    """Writes the record of a held meeting, with attendance and concerns, in one step."""

    form_class = ReportForm
    action = "report"
    template_name = "meetings/report_form.html"

    @property
    def heading(self):
        return _("Record of the meeting") if self.meeting.pk else _("Log a meeting")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"committee": self.committee}

    @cached_property
    def concerns(self):
        data = self.request.POST if self.request.method == "POST" else self.kept_text
        return ConcernFormSet(data, instance=self.meeting, prefix="concerns")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            concerns=self.concerns,
            formsets=[self.concerns],
            quorum=quorum_on(self.committee, self.meeting.starts_on),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        # Both are asked, so that all that is wrong is said at once.
        if all([form.is_valid(), self.concerns.is_valid()]):
            return self.form_valid(form)
        return self.form_invalid(form)

    def form_valid(self, form):
        try:
            with atomic():
                meeting = self.write(form)
        except actions.EditConflict as conflict:
            return self.conflict(form, conflict.current)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        messages.success(self.request, _("The record of the meeting is saved."))
        return redirect(saved(meeting.get_absolute_url(), meeting.entry))

    def write(self, form):
        data, by = form.cleaned_data, self.request.user
        meeting = actions.report_meeting(
            form.typed(),
            agenda=data["agenda"],
            participants=data["participants"],
            attendance=form.attendance(),
            version=data["version"],
            by=by,
        )
        set_partners(meeting, data["partners"], by=by)
        actions.write_concerns(
            meeting,
            [
                (row.save(commit=False), row.cleaned_data["communities"])
                for row in self.concerns
                if row.has_changed()
            ],
            by=by,
        )
        actions.follow_day(meeting, by=by)
        if data["document"]:
            kind = data["document_kind"]
            actions.attach_document(meeting, data["document"], kind=kind, by=by)
        return meeting
