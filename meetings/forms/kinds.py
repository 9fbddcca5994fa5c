"""What the forms on a meeting ask of its kind, of the committees that hold it, of its origin."""

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.models import Committee
from core.forms import DateInput, Folded
from meetings.choices import DatePrecision, MeetingKind
from meetings.joint import joinable
from meetings.models import Meeting

CALL = ("called_as", "call_reason")
ORIGIN = ("evidence", "known_from")
# What is asked of planned and of held meetings alike.
EXTRA = ("ends_on", *CALL, "evidence")
WIDGETS = {"call_reason": forms.Textarea(attrs={"rows": 2}), "ends_on": DateInput}


class KindMixin(forms.Form):
    """Who called an extraordinary meeting and why, who holds it together, how it is known."""

    partners = forms.ModelMultipleChoiceField(
        label=_("Held together with"),
        queryset=Committee.objects.none(),
        required=False,
        help_text=_(
            "Only for a joint meeting: it counts once for each committee. Hold Ctrl to choose "
            "several."
        ),
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        meeting = self.instance
        offered = joinable(meeting.committee)
        if meeting.pk:
            self.initial["partners"] = [committee.pk for committee in meeting.partners.all()]
            offered = Committee.objects.filter(
                Q(pk__in=offered.order_by().values("pk")) | Q(pk__in=self.initial["partners"])
            ).order_by("kind", "name_sq", "pk")
        self.fields["partners"].queryset = offered
        self.fields["ends_on"].label = _("Last day")
        # A date is left out only where the form asks how much of it is known.
        self.fields["starts_on"].required = "precision" not in self.fields
        if "known_from" in self.fields:
            others = Meeting.objects.filter(committee=meeting.committee).held()
            self.fields["known_from"].queryset = (
                others.exclude(pk=meeting.pk).newest_first().select_related("committee")
            )

    def kind_layout(self):
        """The parts of the layout that most meetings leave empty."""
        return (
            Fieldset(
                _("Only for an extraordinary meeting"),
                Row(Column("called_as")),
                "call_reason",
                css_class="c-only-extraordinary",
            ),
            Folded(_("Several days"), "ends_on"),
            Folded(_("Joint meeting"), "partners"),
            Folded(
                _("How the meeting is known"),
                Row(*(Column(name) for name in ORIGIN if name in self.fields)),
            ),
        )

    def clean(self):
        data = super().clean()
        self._ask_for_call(data)
        self._ask_for_date(data)
        return data

    def _ask_for_call(self, data):
        """Ask why an extraordinary meeting was called; a stored one without it stays as it is."""
        stored = self.instance
        if data.get("kind") != MeetingKind.EXTRAORDINARY:
            for name in CALL:
                if data.get(name):
                    self.add_error(name, _("Leave this empty: the meeting is not extraordinary."))
        elif not stored.pk or stored.kind != MeetingKind.EXTRAORDINARY or stored.call_reason:
            for name in CALL:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("An extraordinary meeting needs this."))

    def _ask_for_date(self, data):
        if "precision" not in self.fields or "starts_on" in self.errors:
            return
        is_unknown = data.get("precision") == DatePrecision.UNKNOWN
        if is_unknown and data.get("starts_on"):
            self.add_error("starts_on", _("Empty the date, or say how much of it is known."))
        elif not is_unknown and not data.get("starts_on"):
            required = self.fields["starts_on"].error_messages["required"]
            self.add_error("starts_on", ValidationError(required, code="required"))

    def partner_versions(self, current):
        """Return (label, theirs, mine) of the committees that hold the meeting together."""
        theirs = ", ".join(sorted(committee.full_name for committee in current.partners.all()))
        mine = ", ".join(sorted(committee.full_name for committee in self.cleaned_data["partners"]))
        return [(self.fields["partners"].label, theirs, mine)]
