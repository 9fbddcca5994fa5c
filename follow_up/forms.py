from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LayoutMixin
from core.i18n import sort_key
from meetings.forms.minutes import ActionForm
from meetings.models import Institution


class ActionEditForm(ActionForm):
    """An action that is corrected; `version` tells a second writer."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def layout(self):
        layout = super().layout()
        layout.append("version")
        return layout

    def clean(self):
        """The meeting did not ask the same of the same addressee before."""
        data = super().clean()
        same = self.instance.meeting.actions.filter(
            text=data.get("text"), addressee=data.get("addressee")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("text", _("The meeting asked this of the same addressee already."))
        return data


class AssignForm(LayoutMixin, forms.Form):
    """The institution that somebody meant by words that the portal does not know."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=200)
    institution = forms.ModelChoiceField(label=_("Institution"), queryset=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Institution.objects.all()
        field = self.fields["institution"]
        field.queryset = rows
        field.choices = [
            ("", _("nothing chosen")),
            *((row.pk, row.name) for row in sorted(rows, key=lambda row: sort_key(row.name))),
        ]
