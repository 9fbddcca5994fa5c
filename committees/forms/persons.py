from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ReasonForm


class MergeForm(ReasonForm):
    """Which of two rows stays, and how one knows that they are one person."""

    kept = forms.ChoiceField(label=_("Which row stays?"), widget=forms.RadioSelect)

    field_order = ("kept", "comment")

    def __init__(self, *args, persons, **kwargs):
        super().__init__(*args, **kwargs)
        self.persons = {str(person.pk): person for person in persons}
        self.fields["kept"].choices = [
            (key, _("%(name)s, record %(number)s") % {"name": person, "number": person.pk})
            for key, person in self.persons.items()
        ]
        self.fields["comment"].label = _("How do you know that they are one person?")

    def chosen(self):
        """Return (the row that stays, the row that is emptied)."""
        kept = self.persons[self.cleaned_data["kept"]]
        return kept, next(person for person in self.persons.values() if person != kept)


class AlikeForm(forms.Form):
    """What narrows the list of persons that may be the same."""

    q = forms.CharField(label=_("Search"), required=False)
    everywhere = forms.BooleanField(label=_("Also in different municipalities"), required=False)
