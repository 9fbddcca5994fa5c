from uuid import uuid4

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, LayoutMixin, LinesField, TimeInput
from meetings.agendas import MOST_ITEMS, agenda_lines, standing_lines
from meetings.forms.kinds import EXTRA, WIDGETS, KindMixin
from meetings.models import Meeting


class PlanForm(LayoutMixin, KindMixin, forms.ModelForm):
    """A meeting to come."""

    agenda = LinesField(
        label=_("Agenda"),
        required=False,
        help_text=_("One item a line."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    entry = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Meeting
        fields = ("kind", "number_in_year", "starts_on", "start_time", "place", *EXTRA)
        widgets = {"starts_on": DateInput, "start_time": TimeInput, **WIDGETS}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The mark of this page: sent again, it makes no second meeting.
        self.initial["entry"] = uuid4()
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        self.initial["agenda"] = "\n".join(
            agenda_lines(self.instance) if self.instance.pk else standing_lines(self.instance)
        )

    def clean_agenda(self):
        lines = self.cleaned_data["agenda"]
        if len(lines) > MOST_ITEMS:
            raise ValidationError(
                ngettext(
                    "The agenda has %(count)s line; at most %(most)s are taken.",
                    "The agenda has %(count)s lines; at most %(most)s are taken.",
                    len(lines),
                )
                % {"count": len(lines), "most": MOST_ITEMS}
            )
        return lines

    def typed(self):
        """Return the meeting as it was typed; an action saves it."""
        meeting = self.save(commit=False)
        meeting.entry = self.cleaned_data["entry"]
        return meeting

    def versions(self, current):
        """Return what differs between the meeting as stored and as typed: label, theirs, mine."""
        mine = self.typed()
        pairs = [
            (self.fields[name].label, shown(current, name), shown(mine, name))
            for name in self._meta.fields
        ]
        pairs += self.line_versions(current)
        return [
            {"label": label, "theirs": theirs, "mine": mine}
            for label, theirs, mine in pairs
            if theirs != mine
        ]

    def line_versions(self, current):
        """Return (label, theirs, mine) of what stands in rows of its own."""
        theirs = "\n".join(agenda_lines(current))
        agenda = (self.fields["agenda"].label, theirs, "\n".join(self.cleaned_data["agenda"]))
        return [agenda, *self.partner_versions(current)]

    def layout(self):
        return Layout(
            "version",
            "entry",
            Row(Column("kind"), Column("number_in_year")),
            Row(Column("starts_on"), Column("start_time")),
            "place",
            "agenda",
            *self.kind_layout(),
        )


def shown(meeting, name):
    """Return the value of a field of a meeting in words."""
    value = getattr(meeting, name)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(getattr(meeting, f"get_{name}_display", lambda: value)() or "")
