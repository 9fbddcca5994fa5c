from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from core.i18n import fold
from core.views import KeptTextMixin
from meetings import actions
from meetings.agendas import agenda_lines, last_lines, open_matters
from meetings.forms.agenda import AgendaFormSet
from meetings.views.under import UnderMeetingMixin, saved


class AgendaArrange(KeptTextMixin, UnderMeetingMixin, FormView):
    """Arranges the agenda: order, confidential items, the last agenda again, open matters."""

    action = "set_agenda"
    template_name = "meetings/agenda_form.html"

    @property
    def heading(self):
        return _("Agenda")

    def get_form(self, form_class=None):
        data = self.request.POST if self.request.method == "POST" else self.kept_text
        lines = last_lines(self.meeting) if "last" in self.request.GET else []
        return self.formset(data, lines)

    def formset(self, data, more=()):
        """The agenda as stored or as typed, with further lines at its end."""
        return AgendaFormSet(
            data,
            queryset=self.meeting.agenda.in_order(),
            initial=[{"title": line} for line in more],
            more=len(more),
            version=self.meeting.version,
            prefix="items",
        )

    def post(self, request, *args, **kwargs):
        if request.POST.get("version") != str(self.meeting.version):
            return self.conflict()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            actions.set_agenda(
                self.meeting,
                form.items(),
                version=self.meeting.version,
                bring="bring" in form.data,
                by=self.request.user,
            )
        except actions.EditConflict:
            return self.conflict()
        except ValidationError as error:
            form.non_form_errors().extend(error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("The agenda is saved."))
        return redirect(saved(self.meeting.get_absolute_url(), form.entry))

    def conflict(self):
        """Show the agenda as somebody else saved it, and behind it what was typed here."""
        messages.warning(
            self.request,
            _(
                "Somebody else saved this meeting while you were writing. Its agenda stands here; "
                "your lines that it lacks stand at its end. Save what shall stay."
            ),
        )
        self.meeting.refresh_from_db()
        there = {fold(line) for line in agenda_lines(self.meeting)}
        typed = [
            value
            for name, value in self.request.POST.items()
            if name.endswith("-title") and value and fold(value) not in there
        ]
        return self.render_to_response(self.get_context_data(form=self.formset(None, typed)))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        lines = context["form"]
        # A page of many forms has no form of its own.
        return context | {
            "form": None,
            "formsets": [lines],
            "lines": lines,
            "draft": "keep",
            "open_matters": list(open_matters(self.meeting)),
        }
