from crispy_forms.layout import Layout
from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LayoutMixin
from meetings.forms.categories import grouped_categories
from meetings.models import Concern, Meeting
from places.models import Community, PopulationCount

# No meeting speaks of so many; a page with many more would take too long to draw.
MOST_CONCERNS = 100


class KnownThereMixin:
    """Asks again when a community is named that the newest census counts nowhere in the place."""

    has_strangers = False

    def ask_about_strangers(self, communities, municipality):
        strangers = unknown_there(communities, municipality)
        self.has_strangers = bool(strangers)
        if strangers and not self.cleaned_data.get("is_there"):
            names = ", ".join(sorted(community.name for community in strangers))
            self.add_error(
                "communities",
                _(
                    "The newest census counts nobody of this community in %(place)s: %(names)s. "
                    "Tick below that they are affected all the same, or choose another."
                )
                % {"place": municipality.name, "names": names},
            )


def unknown_there(communities, municipality):
    """Return those of the communities that the newest baseline counts nowhere in the place."""
    if municipality is None:
        return []
    counts = PopulationCount.objects.filter(municipality=municipality, community__isnull=False)
    newest = counts.order_by("-baseline__counted_on").values_list("baseline", flat=True).first()
    if newest is None:
        return []
    there = set(counts.filter(baseline=newest, persons__gt=0).values_list("community", flat=True))
    return [community for community in communities if community.pk not in there]


def is_there_field():
    return forms.BooleanField(label=gettext_lazy("They are affected all the same"), required=False)


class ConcernForm(KnownThereMixin, LayoutMixin, forms.ModelForm):
    """A concern raised at the meeting."""

    is_there = is_there_field()

    class Meta:
        model = Concern
        fields = ("description", "category", "is_incident", "communities")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 2}),
            "communities": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, choices=None, municipality=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.fields["communities"].queryset = Community.objects.order_by("position")
        for name, pairs in (choices or {}).items():
            self.fields[name].widget.choices = pairs

    def clean(self):
        data = super().clean()
        self.ask_about_strangers(data.get("communities", ()), self.municipality)
        return data

    def layout(self):
        return Layout("description", "category", "is_incident", "communities", "is_there")


class ConcernForms(BaseInlineFormSet):
    """All concerns of a meeting; what there is to choose is read once for all of them."""

    def __init__(self, *args, **kwargs):
        known = Concern.objects.prefetch_related("communities")
        super().__init__(*args, queryset=known, **kwargs)

    @cached_property
    def choices(self):
        # A list made from the field itself would first count its rows.
        communities = list(iter(ConcernForm().fields["communities"].choices))
        return {"category": grouped_categories(), "communities": communities}

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {
            "choices": self.choices,
            "municipality": self.instance.committee.municipality,
        }


ConcernFormSet = inlineformset_factory(
    Meeting,
    Concern,
    form=ConcernForm,
    formset=ConcernForms,
    extra=2,
    can_delete=False,
    max_num=MOST_CONCERNS,
    absolute_max=MOST_CONCERNS,
)
