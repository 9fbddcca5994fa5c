from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from committees.models import Seat
from core.forms import DateInput, LayoutMixin


class SeatForm(LayoutMixin, forms.ModelForm):
    """A seat as it is added or corrected by hand."""

    class Meta:
        model = Seat
        fields = (
            "capacity",
            "title",
            "represents_community",
            "represents_religion",
            "is_voting",
            "is_required",
            "opened_on",
        )
        widgets = {"opened_on": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("represents_community", "represents_religion"):
            self.fields[name].queryset = self.fields[name].queryset.order_by("position")

    def layout(self):
        return Layout(
            Row(Column("capacity"), Column("title")),
            Row(Column("represents_community"), Column("represents_religion")),
            "is_voting",
            "is_required",
            "opened_on",
        )


class SeatCloseForm(LayoutMixin, forms.Form):
    """The last day of a seat and the reason or act."""

    closed_on = forms.DateField(
        label=_("Last day of the seat"), widget=DateInput, initial=timezone.localdate
    )
    closing_act = forms.CharField(label=_("Reason or act"), max_length=200)


class SeatsOpenForm(LayoutMixin, forms.Form):
    """Which of the missing seats to open, each with a tick, and since when they are there."""

    rows = forms.MultipleChoiceField(
        label=_("Seats to open"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one seat.")},
    )
    opened_on = forms.DateField(label=_("Open since"), widget=DateInput)

    def __init__(self, *args, lacks, **kwargs):
        super().__init__(*args, **kwargs)
        self.lacks = {str(lack.row.pk): lack for lack in lacks}
        self.fields["rows"].choices = [(key, label_of(lack)) for key, lack in self.lacks.items()]
        self.initial.setdefault("rows", list(self.lacks))
        self.initial.setdefault("opened_on", timezone.localdate())

    def clean_rows(self):
        return [self.lacks[key].row for key in self.cleaned_data["rows"]]

    def clean_opened_on(self):
        day = self.cleaned_data["opened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


def label_of(lack):
    """Return how many seats of which name a row stands for, with its source."""
    name = lack.seat.name
    name = name[:1].upper() + name[1:]
    text = ngettext(
        "%(name)s, %(count)s seat (source: %(source)s)",
        "%(name)s, %(count)s seats (source: %(source)s)",
        lack.count,
    )
    return text % {"name": name, "count": lack.count, "source": lack.row.name}
