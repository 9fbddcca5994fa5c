import re
import unicodedata
from copy import copy

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import Q
from django.forms import modelformset_factory
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, LayoutMixin
from meetings.choices import Resolution
from meetings.models import Action, AgendaItem, Concern, ItemText
from meetings.models.agenda import html_language
from meetings.papers import vote_text

VOTES = ("votes_for", "votes_against", "abstentions")
TEXTS = ("text", "decision")


class PastedField(forms.CharField):
    """A long text, often pasted from a word processor, without the marks that it leaves."""

    def to_python(self, value):
        text = unicodedata.normalize("NFC", super().to_python(value))
        text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text)
        text = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{SOFT HYPHEN}", "")
        return re.sub(r"[\x01-\x08\x0e-\x1f\x7f\N{ZERO WIDTH SPACE}\ufeff]", "", text)


class MinutesForm(LayoutMixin, forms.Form):
    """What the minutes say of each item of the agenda, in one language."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    entry = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, items, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        self.language = language
        for item in items:
            stored = self.stored.get(item.pk)
            for name, rows in (("text", 4), ("decision", 2)):
                field = ItemText._meta.get_field(name)
                self.fields[f"{name}_{item.pk}"] = PastedField(
                    label=capfirst(field.verbose_name),
                    required=False,
                    validators=field.validators,
                    initial=getattr(stored, name, ""),
                    widget=forms.Textarea(attrs={"rows": rows, "lang": html_language(language)}),
                )
            self.fields[f"resolution_{item.pk}"] = forms.ChoiceField(
                label=_("How it was decided"),
                choices=[("", _("no decision")), *Resolution.choices],
                required=False,
                initial=item.resolution,
                widget=forms.RadioSelect,
            )
            for name in VOTES:
                self.fields[f"{name}_{item.pk}"] = forms.IntegerField(
                    label=capfirst(AgendaItem._meta.get_field(name).verbose_name),
                    required=False,
                    min_value=0,
                    max_value=500,
                    initial=getattr(item, name),
                )
            if item.is_open_matter:
                self.fields[f"settles_{item.pk}"] = forms.BooleanField(
                    label=_("This answers it: it need not come back"), required=False
                )

    @cached_property
    def stored(self):
        """The texts of the language as they are stored, by item."""
        rows = ItemText.objects.filter(item__in=self.items, language=self.language)
        return {row.item_id: row for row in rows}

    @property
    def rows(self):
        """Each item with its fields, for the page."""
        names = (*TEXTS, "resolution", *VOTES, "settles")
        return [
            {"item": item}
            | {
                name: self[f"{name}_{item.pk}"]
                for name in names
                if f"{name}_{item.pk}" in self.fields
            }
            for item in self.items
        ]

    def clean(self):
        data = super().clean()
        for item in self.items:
            votes = [f"{name}_{item.pk}" for name in VOTES]
            if data.get(f"resolution_{item.pk}") != Resolution.VOTE:
                data.update(dict.fromkeys(votes))
            elif not any(name in self.errors for name in votes):
                if data.get(votes[0]) is None:
                    self.add_error(votes[0], _("Say how many were for it."))
                for name in votes[1:]:
                    data[name] = data.get(name) or 0
            if data.get(f"settles_{item.pk}") and not self._words(item):
                self.add_error(f"text_{item.pk}", _("Say what the answer is."))
        return data

    def changed_items(self):
        """Return the items whose decision was noted differently."""
        changed = []
        for item in self.items:
            said = {name: self.cleaned_data[f"{name}_{item.pk}"] for name in ("resolution", *VOTES)}
            if any(getattr(item, name) != value for name, value in said.items()):
                vars(item).update(said)
                changed.append(item)
        return changed

    def changed_texts(self):
        """Return the texts that differ from the stored ones."""
        changed = []
        for item in self.items:
            said = {name: self.cleaned_data[f"{name}_{item.pk}"] for name in TEXTS}
            # What is stored stays as it is, to be shown beside what was typed.
            row = copy(self.stored.get(item.pk)) or ItemText(item=item, language=self.language)
            if any(getattr(row, name) != value for name, value in said.items()):
                vars(row).update(said)
                changed.append(row)
        return changed

    def settled(self):
        """Return pairs of a matter and the words that answer it."""
        return [
            (item.matter, self._words(item))
            for item in self.items
            if self.cleaned_data.get(f"settles_{item.pk}")
        ]

    def _words(self, item):
        decision = self.cleaned_data.get(f"decision_{item.pk}")
        return (decision or self.cleaned_data.get(f"text_{item.pk}") or "")[:2000]

    def versions(self):
        """Return what differs between the minutes as stored and as typed: label, theirs, mine."""
        texts = [
            {"label": f"{row.item}: {self.fields[f'{name}_{row.item_id}'].label}"}
            | {"theirs": getattr(self.stored.get(row.item_id), name, ""), "mine": mine}
            for row in self.typed_texts()
            for name in TEXTS
            if getattr(self.stored.get(row.item_id), name, "") != (mine := getattr(row, name))
        ]
        return [*texts, *self._decision_versions()]

    def _decision_versions(self):
        """The same of how each item was decided; what was typed stands on the items by now."""
        stored = AgendaItem.objects.in_bulk([item.pk for item in self.items])
        return [
            {"label": f"{item}: {_('How it was decided')}", "theirs": theirs, "mine": mine}
            for item in self.items
            if (theirs := vote_text(stored[item.pk])) != (mine := vote_text(item))
        ]

    def typed_texts(self):
        return [
            ItemText(
                item=item,
                language=self.language,
                **{name: self.cleaned_data[f"{name}_{item.pk}"] for name in TEXTS},
            )
            for item in self.items
        ]


def origins_of(meeting, reader, *, known=None):
    """Return what an action of the meeting may come from, as the reader sees it.

    Beside what was raised there these are the concerns that its agenda follows up, and the one
    that the action is `known` to arise from.
    """
    items = meeting.agenda.visible_to(reader).in_order()
    raised = Q(meeting=meeting) | Q(pk__in=items.order_by().values("concern")) | Q(pk=known)
    concerns = Concern.objects.visible_to(reader).filter(raised).order_by("pk")
    return {"meeting": meeting, "items": items, "concerns": concerns}


class ActionForm(LayoutMixin, forms.ModelForm):
    """What somebody is asked to do, under which item, and what concern it arises from."""

    class Meta:
        model = Action
        fields = ("text", "addressee", "due_on", "item", "concern")
        widgets = {
            "due_on": DateInput,
            "text": forms.Textarea(attrs={"rows": 2}),
            # Offers the institutions of the list of that name on the page; any words are taken.
            "addressee": forms.TextInput(attrs={"list": "institutions", "autocomplete": "off"}),
        }

    def __init__(self, *args, meeting, items, concerns, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.meeting = meeting
        for name, rows in (("item", items), ("concern", concerns)):
            field = self.fields[name]
            field.queryset = rows
            # Read once for all rows of the page.
            field.choices = [("", _("nothing chosen")), *((row.pk, str(row)) for row in rows)]

    def clean(self):
        """What was decided under an item that follows up a concern arises from that concern."""
        data = super().clean()
        item = data.get("item")
        if item and item.concern and not data.get("concern"):
            data["concern"] = item.concern
        return data

    def layout(self):
        return Layout(
            "text",
            Row(Column("addressee"), Column("due_on")),
            Row(Column("item"), Column("concern")),
        )


ActionFormSet = modelformset_factory(Action, form=ActionForm, extra=2, max_num=20, absolute_max=20)
