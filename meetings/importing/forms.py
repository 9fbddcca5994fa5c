from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LayoutMixin
from core.uploads import scan
from meetings.importing.reader import Unreadable, refuse_large


class ImportForm(LayoutMixin, forms.Form):
    """Which records a file holds, and the file."""

    kind = forms.ChoiceField(label=_("What the file holds"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        # The reader says itself what an empty file is.
        allow_empty_file=True,
        max_length=200,
        help_text=_("CSV in UTF-8, with commas or semicolons, or XLSX."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(name, kind.label) for name, kind in kinds.items()]

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            refuse_large(file.size)
        except Unreadable as refusal:
            raise forms.ValidationError(refusal.reason) from None
        scan(file.read(), file.name)
        file.seek(0)
        return file
