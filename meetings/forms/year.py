from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, LayoutMixin, TimeInput
from meetings.models import Meeting

MOST_DAYS = 60


class YearForm(LayoutMixin, forms.Form):
    """What the meetings of a year have in common."""

    start_time = Meeting._meta.get_field("start_time").formfield(widget=TimeInput)
    place = Meeting._meta.get_field("place").formfield()

    def layout(self):
        return Layout(Row(Column("start_time"), Column("place")))


class DayForm(LayoutMixin, forms.Form):
    """A day of the year; an empty one is left out."""

    day = forms.DateField(label=_("Day"), widget=DateInput, required=False)


class BaseDayFormSet(forms.BaseFormSet):
    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year

    def clean(self):
        first = timezone.localdate()
        seen = set()
        for form in self.forms:
            day = form.cleaned_data.get("day")
            if day and day.year != self.year:
                form.add_error("day", _("This day lies in another year."))
            elif day and day < first:
                form.add_error("day", _("This day has passed. Log the meeting instead."))
            elif day in seen:
                form.add_error("day", _("This day is listed twice."))
            elif day:
                seen.add(day)
        if not seen and not any(self.errors):
            raise ValidationError(_("Give at least one day."))

    def days(self):
        return [form.cleaned_data["day"] for form in self.forms if form.cleaned_data.get("day")]


DayFormSet = formset_factory(
    DayForm, formset=BaseDayFormSet, extra=0, max_num=MOST_DAYS, absolute_max=MOST_DAYS
)
