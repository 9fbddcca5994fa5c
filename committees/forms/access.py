from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.forms import MAIL_OF_ANOTHER
from accounts.models import User
from core.forms import LayoutMixin, WordsField


class AccessForm(LayoutMixin, forms.ModelForm):
    """The address at which somebody of the roster is invited, and the language of the mail."""

    class Meta:
        model = User
        fields = ("email", "language")
        help_texts = {"language": MAIL_OF_ANOTHER}

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def validate_unique(self):
        """An address that has an account already is that account."""


class PersonSearchForm(forms.Form):
    """By what name somebody of the roster is looked for."""

    q = WordsField(label=_("Name"))


class TieForm(LayoutMixin, forms.Form):
    """Which of the persons that were found the owner of an account is."""

    person = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect)

    def __init__(self, *args, persons, **kwargs):
        super().__init__(*args, **kwargs)
        self.persons = {str(person.pk): person for person in persons}
        self.fields["person"].choices = [
            (key, with_seats(person)) for key, person in self.persons.items()
        ]

    def clean_person(self):
        """Return the person; who has an account already is refused with the address of it."""
        person = self.persons[self.cleaned_data["person"]]
        if person.user:
            message = _("%(name)s has an account already: %(email)s.")
            raise ValidationError(message % {"name": person, "email": person.user.email})
        return person


def with_seats(person):
    """Return the name with what tells two of one name apart: where they sit, and for what."""
    seats = [
        ", ".join(
            filter(
                None,
                (
                    row.seat.committee.name,
                    row.seat.committee.municipality and row.seat.committee.municipality.name,
                    capfirst(row.seat.name),
                ),
            )
        )
        for row in person.rows
    ]
    return " – ".join([str(person), *seats])
