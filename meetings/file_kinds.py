from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.choices import FileKind


class FileKindField(forms.ChoiceField):
    """What the file beside it is; left as it stands, it hides the file from more people."""

    def __init__(self, *, initial):
        super().__init__(
            label=_("What the file is"),
            choices=FileKind,
            initial=initial,
            required=False,
            help_text=_(
                "A file that names persons is shown only to those who know the members by name."
            ),
        )
        self.guarded = initial

    def clean(self, value):
        return super().clean(value) or self.guarded
