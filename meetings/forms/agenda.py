from uuid import UUID, uuid4

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.forms import BaseModelFormSet, modelformset_factory
from django.utils.translation import gettext_lazy as _

from core.forms import LayoutMixin
from meetings.agendas import MOST_ITEMS
from meetings.choices import AgendaKind
from meetings.models import AgendaItem


class ItemForm(LayoutMixin, forms.ModelForm):
    """A line of the agenda."""

    class Meta:
        model = AgendaItem
        fields = ("title", "kind", "is_confidential")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.title:
            self.fields["title"].widget.attrs["placeholder"] = self.instance.name
        if self.instance.matter:
            del self.fields["kind"]
            self.fields["title"].help_text = _("Follows up: %(matter)s") % {
                "matter": self.instance.matter
            }

    def layout(self):
        names = [name for name in ("ORDER", "title", "kind") if name in self.fields]
        ticks = [name for name in ("is_confidential", "DELETE") if name in self.fields]
        return Layout("id", Row(*map(Column, names)), Row(*map(Column, ticks)))

    def has_changed(self):
        """A new line of which only the place differs is an empty one."""
        return bool(set(self.changed_data) - (set() if self.instance.pk else {"ORDER", "kind"}))

    def clean(self):
        data = super().clean()
        if data.get("kind") == AgendaKind.THEME and not data.get("title"):
            self.add_error("title", _("A theme needs a title."))
        return data


class BaseAgendaForms(BaseModelFormSet):
    """The whole agenda; a new line in which nobody wrote anything is left out."""

    def __init__(self, *args, version, more=0, **kwargs):
        self.extra = 1 + more
        super().__init__(*args, **kwargs)
        self.version = version
        # The mark by which the device forgets what it kept.
        try:
            self.entry = UUID(self.data.get("entry", "") if self.is_bound else "")
        except ValueError:
            self.entry = uuid4()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        order = form.fields["ORDER"]
        order.label = _("Place")
        order.initial = index + 1
        order.widget.attrs["min"] = 1
        if form.instance.pk:
            form.fields["DELETE"].label = _("Take off the agenda")
        else:
            del form.fields["DELETE"]

    def items(self):
        """Return the items that stay, in their order."""
        return [
            form.instance
            for form in self.ordered_forms
            if form not in self.deleted_forms and (form.instance.pk or form.instance.title)
        ]


AgendaFormSet = modelformset_factory(
    AgendaItem,
    form=ItemForm,
    formset=BaseAgendaForms,
    can_order=True,
    can_delete=True,
    max_num=MOST_ITEMS,
    absolute_max=MOST_ITEMS + 50,
    validate_max=True,
)
