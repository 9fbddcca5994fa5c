from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from committees.choices import Office
from committees.models import Membership
from core.forms import CheckedFileField, LinesField
from meetings.actions import stranger_message
from meetings.choices import AttendanceCode, FileKind
from meetings.file_kinds import FileKindField
from meetings.forms.kinds import EXTRA
from meetings.forms.plan import PlanForm
from meetings.forms.words import YES_NO_UNSAID
from meetings.models import Participant
from meetings.models.answers import FIRST_YEAR

# As many as fit on a telephone without scrolling for long.
MOST_GUESTS = 8


class ReportForm(PlanForm):
    """The record of a held meeting: when and who, what was on the table, what came of it."""

    participants = LinesField(
        label=_("Guests and other participants"),
        required=False,
        help_text=_("One institution or capacity a line, no names of private persons."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    guests_before = forms.MultipleChoiceField(
        label=_("Guests of earlier meetings"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick who came again."),
    )
    incident_discussed = forms.TypedChoiceField(
        label=_("Was a security incident or a community's concern discussed?"),
        choices=YES_NO_UNSAID,
        coerce=lambda value: value == "true",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("«Nothing to report» is no. A concern noted below makes it yes."),
    )
    document = CheckedFileField(
        label=_("Signed sheet, photo or scan"),
        required=False,
        help_text=_("PDF, JPEG, PNG, DOCX, XLSX or ODT, at most 10 MB."),
    )
    document_kind = FileKindField(initial=FileKind.SHEET)

    class Meta(PlanForm.Meta):
        fields = (
            "kind",
            "number_in_year",
            "starts_on",
            "precision",
            "start_time",
            "place",
            "chaired_by",
            "chaired_as",
            "opened_as",
            "hosted_by",
            "incident_discussed",
            "residents_women",
            "residents_men",
            "summary",
            "decisions",
            *EXTRA,
            "known_from",
        )
        widgets = PlanForm.Meta.widgets | {
            "summary": forms.Textarea(attrs={"rows": 5}),
            "decisions": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, committee, **kwargs):
        super().__init__(*args, **kwargs)
        self.committee = committee
        self.fields["starts_on"].label = _("Held on")
        self.fields["chaired_by"].queryset = self.roster
        self._offer_guests()
        self.fields["chaired_by"].label_from_instance = lambda member: f"{member.person}"
        if self.instance.pk:
            self.initial["incident_discussed"] = {True: "true", False: "false"}.get(
                self.instance.incident_discussed, ""
            )
            self.initial["participants"] = "\n".join(
                row.name for row in self.instance.participants.all()
            )
        noted = (
            {row.membership_id: row for row in self.instance.attendance.all()}
            if self.instance.pk
            else {}
        )
        for member in self.roster:
            row = noted.get(member.pk)
            self.fields[f"attendance_{member.pk}"] = forms.ChoiceField(
                label=member.seat.name,
                choices=AttendanceCode,
                initial=row.code if row else AttendanceCode.UNKNOWN,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"stand_in_{member.pk}"] = forms.CharField(
                label=_("Represented by (rank or capacity)"),
                initial=row.represented_by if row else "",
                widget=forms.TextInput(attrs={"class": "form-control"}),
                max_length=120,
                required=False,
            )

    def _offer_guests(self):
        """Offer who came most often to the committee, and does not stand on the list yet."""
        there = {row.name for row in self.instance.participants.all()} if self.instance.pk else ()
        often = (
            Participant.objects.filter(meeting__committee=self.committee)
            .values_list("name")
            .annotate(times=Count("pk"))
            .order_by("-times", "name")[:MOST_GUESTS]
        )
        self.fields["guests_before"].choices = [
            (name, name) for name, _times in often if name not in there
        ]

    @cached_property
    def roster(self):
        """Who was a member on the day that the form speaks of."""
        return (
            Membership.objects.of(self.committee)
            .in_force(self.day)
            .select_related("person", "seat__represents_community", "seat__represents_religion")
            .in_order()
        )

    @property
    def day(self):
        typed = self.data.get(self.add_prefix("starts_on")) if self.is_bound else None
        try:
            return forms.DateField().clean(typed)
        except ValidationError:
            return self.instance.starts_on or timezone.localdate()

    @property
    def grid(self):
        """The attendance grid: each member with the two fields."""
        return [
            {
                "member": member,
                "code": self[f"attendance_{member.pk}"],
                "stand_in": self[f"stand_in_{member.pk}"],
                "has_vote": member.seat.is_voting and member.office != Office.OBSERVER,
            }
            for member in self.roster
        ]

    def layout(self):
        return Layout(
            "version",
            "entry",
            Fieldset(
                _("When and where"),
                Row(Column("kind"), Column("number_in_year")),
                Row(Column("starts_on"), Column("precision"), Column("start_time")),
                "place",
            ),
            Fieldset(
                _("Who led"),
                Row(Column("chaired_by"), Column("chaired_as"), Column("opened_as")),
                "hosted_by",
            ),
            *self.kind_layout(),
        )

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("A held meeting cannot lie in the future."))
        if day and day.year < FIRST_YEAR:
            said = _("Before %(year)s there was no such committee: look at the year again.")
            raise ValidationError(said % {"year": FIRST_YEAR})
        return day

    def clean(self):
        data = super().clean()
        for member in self.roster:
            stand_in = data.get(f"stand_in_{member.pk}")
            if stand_in and data.get(f"attendance_{member.pk}") != AttendanceCode.REPRESENTED:
                self.add_error(
                    f"stand_in_{member.pk}",
                    _("Only a represented member has somebody who stood in for them."),
                )
        self._refuse_strangers()
        listed = data.get("participants") or []
        again = [name for name in data.get("guests_before") or [] if name not in listed]
        data["participants"] = [*listed, *again]
        if data.get("chaired_by") and not data.get("chaired_as"):
            data["chaired_as"] = data["chaired_by"].seat.capacity
        return data

    def _refuse_strangers(self):
        """Say it for each who was marked while the form showed another day's members."""
        marked = {
            name
            for name, value in self.data.items()
            if name.startswith("attendance_")
            and value != AttendanceCode.UNKNOWN
            and name not in self.fields
        }
        members = Membership.objects.of(self.committee).select_related("person") if marked else ()
        for member in members:
            if f"attendance_{member.pk}" in marked:
                self.add_error(None, stranger_message(member, self.day))

    def attendance(self):
        """Return {membership: (code, who stood in)}."""
        return {
            member: (
                self.cleaned_data[f"attendance_{member.pk}"] or AttendanceCode.UNKNOWN,
                self.cleaned_data[f"stand_in_{member.pk}"],
            )
            for member in self.roster
        }

    def line_versions(self, current):
        guests = "\n".join(row.name for row in current.participants.all())
        stored = {row.membership_id: row.get_code_display() for row in current.attendance.all()}
        return [
            *super().line_versions(current),
            (
                self.fields["participants"].label,
                guests,
                "\n".join(self.cleaned_data["participants"]),
            ),
            *(
                (
                    capfirst(member.seat.name),
                    stored.get(member.pk, AttendanceCode.UNKNOWN.label),
                    AttendanceCode(code).label,
                )
                for member, (code, _stand_in) in self.attendance().items()
            ),
        ]
