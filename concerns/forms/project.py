from django import forms
from django.utils.translation import gettext_lazy as _

from concerns.models import Project
from core.forms import DateInput, LayoutMixin
from meetings.models import Concern


class ProjectForm(LayoutMixin, forms.ModelForm):
    """A small project as it is proposed, or corrected."""

    concern = forms.ModelChoiceField(
        label=_("Number of the concern that it answers"),
        queryset=Concern.objects.none(),
        to_field_name="number",
        required=False,
        widget=forms.TextInput,
        error_messages={
            "invalid_choice": _("No concern that you see before this committee has this number.")
        },
    )

    class Meta:
        model = Project
        fields = ("title", "description", "concern", "donor", "cost", "started_on")
        widgets = {"description": forms.Textarea(attrs={"rows": 4}), "started_on": DateInput}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        committee = self.instance.committee
        self.fields["concern"].queryset = Concern.objects.visible_to(user).of(committee)
        if self.instance.concern:
            self.initial["concern"] = self.instance.concern.number

    def _get_validation_exclusions(self):
        # Who corrects a project that runs is told what it cannot be without.
        return super()._get_validation_exclusions() - {"status", "ended_on"}
