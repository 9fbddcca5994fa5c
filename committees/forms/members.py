from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from committees.actions.members import span_of
from committees.choices import Capacity, EndReason
from committees.forms.contacts import ContactFieldsMixin
from committees.models import Membership, Person, Seat
from committees.persons import likely_persons
from core.forms import DateInput, LayoutMixin
from places.models import Community, ReligiousCommunity

NOBODY_OF_THESE = "new"


class OverlapMixin(forms.Form):
    """Asks, once two would hold a seat or an office at once, whether that is meant."""

    overlaps_on_purpose = forms.BooleanField(
        label=_("They overlap on purpose, because …"), required=False
    )
    overlap_reason = forms.CharField(
        label=_("Reason of the overlap"), max_length=300, required=False
    )
    asks_about_overlap = False

    def ask_about(self, overlap):
        """Show the question, with who holds it then."""
        self.asks_about_overlap = True
        self.add_error("overlaps_on_purpose", overlap)

    def overlap_rows(self):
        """Return the fields of the question while there is reason to show them."""
        typed = {"overlaps_on_purpose", "overlap_reason"} & self.data.keys()
        return ["overlaps_on_purpose", "overlap_reason"] if self.asks_about_overlap or typed else []

    def clean(self):
        data = super().clean()
        if data.get("overlaps_on_purpose") and not data.get("overlap_reason"):
            self.add_error("overlap_reason", _("Say why they overlap."))
        return data

    @property
    def reason_of_overlap(self):
        """The reason that was ticked, or nothing."""
        data = self.cleaned_data
        return data["overlap_reason"] if data["overlaps_on_purpose"] else ""


class KnownPersonMixin:
    """Asks, when the name is known on a committee, whether it is one of those persons."""

    def look_for_known(self, committee, user):
        names = (self.data.get(name, "") for name in ("given_name", "family_name"))
        self.likely = {
            str(person.pk): person
            for person in likely_persons(*names, committee=committee, user=user)
        }
        if self.likely:
            self.fields["known_person"] = forms.ChoiceField(
                label=_("Is it one of these?"),
                choices=[
                    *((key, label_of(person)) for key, person in self.likely.items()),
                    (NOBODY_OF_THESE, _("Somebody else of the same name")),
                ],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Somebody of this name is known. Say whether it is the same.")
                },
            )

    def known_rows(self):
        return ["known_person"] if "known_person" in self.fields else []

    @property
    def may_be_known(self):
        """Nobody said that it is somebody else of the same name."""
        return self.cleaned_data.get("known_person") != NOBODY_OF_THESE

    def person(self):
        """Return the person that was recognised, or the new one that the form describes."""
        known = self.likely.get(self.cleaned_data.get("known_person"))
        names = ("given_name", "family_name", "sex")
        return known or Person(**{name: self.cleaned_data[name] for name in names})


def label_of(person):
    """Return the name with where and when the reader may know the person from."""
    names = [f"{row.seat.committee} ({row.seat}, {span_of(row)})" for row in person.seen]
    text = ngettext(
        "%(name)s, on the committee %(committees)s",
        "%(name)s, on the committees %(committees)s",
        len(names),
    )
    return text % {"name": person, "committees": ", ".join(names)}


class MemberForm(KnownPersonMixin, LayoutMixin, OverlapMixin, ContactFieldsMixin, forms.ModelForm):
    """A person who takes a seat: who, what the seat stands for, from when."""

    given_name = Person._meta.get_field("given_name").formfield()
    family_name = Person._meta.get_field("family_name").formfield()
    sex = Person._meta.get_field("sex").formfield()
    capacity = forms.ChoiceField(
        label=_("Capacity"), choices=[("", "---------"), *Capacity.choices]
    )
    title = Seat._meta.get_field("title").formfield()
    represents_community = forms.ModelChoiceField(
        label=_("Represents the community"),
        queryset=Community.objects.order_by("position"),
        required=False,
    )
    represents_religion = forms.ModelChoiceField(
        label=_("Represents the religious community"),
        queryset=ReligiousCommunity.objects.order_by("position"),
        required=False,
    )

    class Meta:
        model = Membership
        fields = ("office", "from_on", "mandate_until_on", "act")
        widgets = {"from_on": DateInput, "mandate_until_on": DateInput}

    def __init__(self, *args, committee, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.look_for_known(committee, user)

    def layout(self):
        return Layout(
            Fieldset(
                _("Person"),
                Row(Column("given_name"), Column("family_name"), Column("sex")),
                *self.known_rows(),
                *self.contact_rows(),
            ),
            Fieldset(
                _("Seat"),
                Row(Column("capacity"), Column("title")),
                Row(Column("represents_community"), Column("represents_religion")),
            ),
            Fieldset(
                _("Appointment"),
                Row(Column("office"), Column("from_on"), Column("mandate_until_on")),
                "act",
                *self.overlap_rows(),
            ),
        )

    def clean(self):
        data = super().clean()
        if data.get("represents_community") and data.get("represents_religion"):
            raise ValidationError(
                _("A seat stands for a community or for a religious community, not for both.")
            )
        return data

    def seat(self):
        """Return the seat that the form describes, not yet placed on a committee."""
        names = ("capacity", "title", "represents_community", "represents_religion")
        return Seat(**{name: self.cleaned_data[name] for name in names})

    def _post_clean(self):
        """The membership is checked as a whole by `seat_member`, when it has person and seat."""


class EndReasonMixin(forms.Form):
    """Why a membership ends: a reason of the list, and words where it is another one."""

    end_reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", "---------"), *EndReason.choices]
    )
    end_note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean(self):
        data = super().clean()
        if data.get("end_reason") == EndReason.OTHER and not data.get("end_note"):
            self.add_error("end_note", _("Say in words what the other reason is."))
        return data


class EndMembershipForm(LayoutMixin, EndReasonMixin):
    """The last day of a membership and the reason."""

    until_on = forms.DateField(label=_("Last day"), widget=DateInput, initial=timezone.localdate)

    field_order = ("until_on", "end_reason", "end_note")


class TermForm(LayoutMixin, forms.ModelForm):
    """Until when an appointment runs."""

    class Meta:
        model = Membership
        fields = ("mandate_until_on",)
        widgets = {"mandate_until_on": DateInput}


class HandOverForm(KnownPersonMixin, LayoutMixin, OverlapMixin, EndReasonMixin, ContactFieldsMixin):
    """Who takes over from whom, on which day."""

    successor = forms.ModelChoiceField(
        label=_("Successor, if on the committee already"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("A new person, named below"),
    )
    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    sex = Person._meta.get_field("sex").formfield()
    on = forms.DateField(label=_("First day of the successor"), widget=DateInput)
    mandate_until_on = Membership._meta.get_field("mandate_until_on").formfield(widget=DateInput)
    act = Membership._meta.get_field("act").formfield()
    until_on = forms.DateField(
        label=_("Last day of the predecessor"),
        widget=DateInput,
        required=False,
        help_text=_("Empty: the day before."),
    )

    def __init__(self, *args, membership, user, **kwargs):
        super().__init__(*args, **kwargs)
        committee = membership.seat.committee
        rows = Membership.objects.of(committee).overlapping(timezone.localdate(), None).with_seat()
        seats = {row.person_id: row.seat.name for row in rows}
        self.fields["successor"].queryset = (
            Person.objects.known()
            .filter(pk__in=seats)
            .exclude(pk=membership.person_id)
            .order_by("family_name", "given_name", "pk")
        )
        # Two people of one name sit on some committees.
        self.fields["successor"].label_from_instance = lambda person: (
            f"{person} ({seats[person.pk]})"
        )
        self.likely = {}
        if not self.data.get("successor"):
            self.look_for_known(committee, user)

    def layout(self):
        return Layout(
            Fieldset(
                _("Successor"),
                "successor",
                Row(Column("given_name"), Column("family_name"), Column("sex")),
                *self.known_rows(),
                *self.contact_rows(),
            ),
            Fieldset(_("Appointment"), Row(Column("on"), Column("mandate_until_on")), "act"),
            Fieldset(
                _("End of the predecessor"),
                Row(Column("until_on"), Column("end_reason")),
                "end_note",
                *self.overlap_rows(),
            ),
        )

    def clean(self):
        data = super().clean()
        names = [data.get("given_name"), data.get("family_name")]
        if data.get("successor") and any(names):
            self.add_error(
                "successor", _("Choose somebody of the committee or name a new person, not both.")
            )
        elif not data.get("successor") and not all(names):
            self.add_error(
                "successor", _("Choose somebody of the committee, or give both names below.")
            )
        return data

    def person(self):
        return self.cleaned_data["successor"] or super().person()

    def facts(self):
        """Return what `hand_over` is told of the days and reasons."""
        names = ("on", "act", "until_on", "mandate_until_on", "end_reason", "end_note")
        return {name: self.cleaned_data[name] for name in names}
