from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LayoutMixin
from publisher.models import Publisher


class PublisherForm(LayoutMixin, forms.ModelForm):
    """Who runs the portal, and on what terms its open data may be used."""

    class Meta:
        model = Publisher
        fields = (
            "name_sq",
            "name_sr",
            "name_en",
            "email",
            "phone",
            "terms_sq",
            "terms_sr",
            "terms_en",
        )
        widgets = dict.fromkeys(
            ("terms_sq", "terms_sr", "terms_en"), forms.Textarea(attrs={"rows": 2})
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("name_sr", "name_en"):
            self.fields[name].required = True

    def layout(self):
        return Layout(
            Fieldset(_("Institution"), "name_sq", "name_sr", "name_en"),
            Fieldset(_("Contact for the public"), "email", "phone"),
            Fieldset(_("Open data"), "terms_sq", "terms_sr", "terms_en"),
        )
