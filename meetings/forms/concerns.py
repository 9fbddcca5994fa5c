from crispy_forms.layout import Layout
from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.functional import cached_property

from core.forms import LayoutMixin
from meetings.models import Concern, ConcernCategory, Meeting
from places.models import Community


class ConcernForm(LayoutMixin, forms.ModelForm):
    """A concern raised at the meeting."""

    class Meta:
        model = Concern
        fields = ("description", "category", "is_incident", "communities")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 2}),
            "communities": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, choices=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = ConcernCategory.objects.order_by("position")
        self.fields["communities"].queryset = Community.objects.order_by("position")
        for name, pairs in (choices or {}).items():
            self.fields[name].widget.choices = pairs

    def layout(self):
        return Layout("description", "category", "is_incident", "communities")


class ConcernForms(BaseInlineFormSet):
    """All concerns of a meeting; what there is to choose is read once for all of them."""

    def __init__(self, *args, **kwargs):
        known = Concern.objects.prefetch_related("communities")
        super().__init__(*args, queryset=known, **kwargs)

    @cached_property
    def choices(self):
        form = ConcernForm()
        # A list made from the field itself would first count its rows.
        return {name: list(iter(form.fields[name].choices)) for name in ("category", "communities")}

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"choices": self.choices}


ConcernFormSet = inlineformset_factory(
    Meeting, Concern, form=ConcernForm, formset=ConcernForms, extra=2, can_delete=False
)
