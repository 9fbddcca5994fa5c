from decimal import InvalidOperation

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DateInput, Folded, LayoutMixin
from meetings.choices import Reach
from meetings.forms.categories import grouped_categories
from meetings.forms.concerns import KnownThereMixin, is_there_field
from meetings.models import Concern, Meeting
from places.models import Community, Settlement


class CoarseField(forms.DecimalField):
    """A degree to two decimals, about one kilometre; what is more exact is rounded, not kept."""

    def to_python(self, value):
        degrees = super().to_python(value)
        try:
            return None if degrees is None else round(degrees, 2)
        except InvalidOperation:
            # What is too large to be rounded is refused with the other degrees that there are not.
            return degrees


class RegisterForm(KnownThereMixin, LayoutMixin, forms.ModelForm):
    """A concern as it is entered into the register, or corrected while it is open."""

    is_there = is_there_field()
    is_new = forms.BooleanField(
        label=gettext_lazy("It is another one than these: enter it"), required=False
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Concern
        fields = (
            "description",
            "language",
            "category",
            "raised_on",
            "raised_as",
            "meeting",
            "occurred_on",
            "settlement",
            "place",
            "latitude",
            "longitude",
            "is_incident",
            "is_serious",
            "reach",
            "communities",
            "sensitivity",
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "raised_on": DateInput,
            "occurred_on": DateInput,
            "communities": forms.CheckboxSelectMultiple,
            "reach": forms.RadioSelect,
            "sensitivity": forms.RadioSelect,
        }
        field_classes = {"latitude": CoarseField, "longitude": CoarseField}
        help_texts = {
            "description": gettext_lazy(
                "What happens, where and since when. Name no private person."
            ),
            "place": gettext_lazy("A street or a spot, never a house."),
            "latitude": gettext_lazy(
                "Kept to two decimals, about one kilometre. For example 42.21."
            ),
            "longitude": gettext_lazy("Kept to two decimals. For example 20.74."),
            "is_serious": gettext_lazy(
                "An attack on persons, private property, or a religious or cultural site that can "
                "destabilise the place. The response of the municipality is then kept as well."
            ),
        }

    def __init__(self, *args, committee, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.committee, self.similar = committee, []
        place = committee.municipality
        fields = self.fields
        fields["category"].widget.choices = grouped_categories()
        fields["communities"].queryset = Community.objects.order_by("position")
        fields["settlement"].queryset = Settlement.objects.filter(municipality=place).order_by(
            "key"
        )
        fields["meeting"].queryset = (
            Meeting.objects.visible_to(user).of(committee).held().newest_first()
        )
        fields["meeting"].label_from_instance = lambda row: f"{row.date_text}, {row.title}"
        fields["meeting"].help_text = _("Only where it was raised at a meeting.")
        fields["version"].initial = self.instance.version

    def layout(self):
        parts = [
            Fieldset(_("What it is about"), "description", "language", "category"),
            Fieldset(
                _("When and by whom"),
                Div(
                    Div("raised_on", css_class="col-sm"),
                    Div("occurred_on", css_class="col-sm"),
                    css_class="row",
                ),
                "raised_as",
                "meeting",
            ),
            Fieldset(_("Where"), "settlement", "place"),
            Folded(
                _("A point on the map"),
                Div(
                    Div("latitude", css_class="col-sm"),
                    Div("longitude", css_class="col-sm"),
                    css_class="row",
                ),
            ),
            Fieldset(
                _("How grave, and whom it affects"),
                "is_incident",
                "is_serious",
                "reach",
                "communities",
                *(["is_there"] if self.has_strangers else []),
            ),
            Fieldset(_("Who may read it"), "sensitivity"),
            "version",
        ]
        return Layout(*parts)

    @cached_property
    def asks_again(self):
        """Something like it is on record: the page shows it, and asks."""
        return bool(self.similar) or bool(self["is_new"].value())

    def clean_raised_on(self):
        return _not_ahead(self.cleaned_data["raised_on"])

    def clean_occurred_on(self):
        return _not_ahead(self.cleaned_data["occurred_on"])

    def clean(self):
        data = super().clean()
        meeting = data.get("meeting")
        if meeting and meeting.starts_on:
            data["raised_on"] = meeting.starts_on
        self._check_incident(data)
        communities = data.get("communities", ())
        if communities and data.get("reach") == Reach.NONE_KNOWN:
            data["reach"] = Reach.NAMED
        elif not communities and data.get("reach") == Reach.NAMED:
            self.add_error("communities", _("Name the communities, or choose another answer."))
        self.ask_about_strangers(communities, self.committee.municipality)
        return data

    def _check_incident(self, data):
        """Say at the field what the database would refuse."""
        if data.get("is_serious") and not data.get("is_incident"):
            self.add_error("is_serious", _("Only an incident can be a serious incident."))
        happened_on, raised_on = data.get("occurred_on"), data.get("raised_on")
        if happened_on and raised_on and happened_on > raised_on:
            self.add_error("occurred_on", _("It cannot have happened after it was raised."))


def _not_ahead(day):
    if day and day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."))
    return day
