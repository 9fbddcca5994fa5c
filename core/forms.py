"""Form pieces that know nothing of the domain."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.uploads import checked

# No record is older than the laws that it rests on, and nothing is planned for so long.
FIRST_YEAR, LAST_YEAR = 1990, 2099
YEARS = {"first": FIRST_YEAR, "last": LAST_YEAR}


def refuse_far(day):
    """Refuse a day that nobody can mean: calendars and sums break on the last of all days."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = _("Give a day between the years %(first)s and %(last)s.")
        raise ValidationError(message, params=YEARS)


class LayoutMixin:
    """Gives a form its crispy helper; the page owns `<form>`, the CSRF token and the buttons.

    A form says how it is laid out in `layout()`; without one its fields stand below each other.
    """

    def layout(self):
        return Layout(*self.fields)

    def _clean_fields(self):
        """Refuse days that nobody can mean, and keep texts of one line on one line.

        A browser takes line breaks out of such a field; a program that sends one does not, and
        the names of files, subjects and calendars have no room for them.
        """
        super()._clean_fields()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, date):
                try:
                    refuse_far(value)
                except ValidationError as error:
                    self.add_error(name, error)
            elif isinstance(value, str) and isinstance(self.fields[name].widget, forms.TextInput):
                self.cleaned_data[name] = " ".join(value.splitlines())

    @property
    def helper(self):
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = self.layout()
        return helper


def ask_for_files_again(form):
    """Say beside each file of a form that is sent back that it has to be chosen again."""
    for name, file in form.files.items():
        field = name.removeprefix(f"{form.prefix}-") if form.prefix else name
        if field in form.fields and field not in form.errors:
            message = _("Choose the file «%(name)s» again: a form that is sent back keeps no file.")
            form.add_error(field, message % {"name": file.name})


class Folded(Fieldset):
    """Fields that most people leave empty: closed, and open where they say something."""

    template = "components/folded.html"

    def render(self, form, context, *args, **kwargs):
        names = [pointer.name for pointer in self.get_field_names() if pointer.name in form.fields]
        context["is_open"] = any(form[name].value() or form[name].errors for name in names)
        return super().render(form, context, *args, **kwargs)


class DateInput(forms.DateInput):
    """The browser's own date field, which speaks ISO dates whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time field."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%H:%M")


class LinesField(forms.CharField):
    """A text area with one item a line; cleans to the list of its lines."""

    widget = forms.Textarea

    def clean(self, value):
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


class WordsField(forms.CharField):
    """Words to search for: few enough that the database finds them at once."""

    MOST_LETTERS, MOST_WORDS = 100, 8

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": self.MOST_LETTERS, **kwargs})

    def clean(self, value):
        text = super().clean(value)
        if len(text.split()) > self.MOST_WORDS:
            raise ValidationError(
                _("Search for at most %(count)s words."), params={"count": self.MOST_WORDS}
            )
        return text


class CheckedFileField(forms.FileField):
    """An upload that is what its name says; its `content_type` is the one judged by its content."""

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return checked(upload) if upload else upload


class ConfirmForm(LayoutMixin, forms.Form):
    """Asks nothing but to be sent."""

    comment = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )


class ReasonForm(LayoutMixin, forms.Form):
    """Asks for the reason of a step that may not be taken without one."""

    comment = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
