from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, formset_factory, inlineformset_factory
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committees.models import Membership
from core.forms import DateInput, LayoutMixin, LinesField, TimeInput
from core.uploads import content_type_of
from meetings.actions import stranger_message
from meetings.choices import AttendanceCode, CompensationAnswer
from meetings.models import Concern, ConcernCategory, Meeting
from places.models import Community

YES_NO_UNSAID = [("", _("not said")), ("true", _("yes")), ("false", _("no"))]


class PlanForm(LayoutMixin, forms.ModelForm):
    """A meeting to come."""

    agenda = LinesField(
        label=_("Agenda"),
        required=False,
        help_text=_("One item a line."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Meeting
        fields = ("kind", "number_in_year", "starts_on", "start_time", "place")
        widgets = {"starts_on": DateInput, "start_time": TimeInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
            self.initial["agenda"] = "\n".join(item.title for item in self.instance.agenda.all())

    def versions(self, current):
        """Return what differs between the meeting as stored and as typed: label, theirs, mine."""
        mine = self.save(commit=False)
        pairs = [
            (self.fields[name].label, shown(current, name), shown(mine, name))
            for name in self._meta.fields
        ]
        pairs += self.line_versions(current)
        return [
            {"label": label, "theirs": theirs, "mine": mine}
            for label, theirs, mine in pairs
            if theirs != mine
        ]

    def line_versions(self, current):
        """Return (label, theirs, mine) of what stands in rows of its own."""
        theirs = "\n".join(item.title for item in current.agenda.all())
        return [(self.fields["agenda"].label, theirs, "\n".join(self.cleaned_data["agenda"]))]

    def layout(self):
        return Layout(
            "version",
            Row(Column("kind"), Column("number_in_year")),
            Row(Column("starts_on"), Column("start_time")),
            "place",
            "agenda",
        )


class YearForm(LayoutMixin, forms.Form):
    """What the meetings of a year have in common."""

    start_time = Meeting._meta.get_field("start_time").formfield(widget=TimeInput)
    place = Meeting._meta.get_field("place").formfield()

    def layout(self):
        return Layout(Row(Column("start_time"), Column("place")))


class DayForm(forms.Form):
    """A day of the year; an empty one is left out."""

    day = forms.DateField(label=_("Day"), widget=DateInput, required=False)


class BaseDayFormSet(forms.BaseFormSet):
    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year

    def clean(self):
        first = timezone.localdate()
        seen = set()
        for form in self.forms:
            day = form.cleaned_data.get("day")
            if day and day.year != self.year:
                form.add_error("day", _("This day lies in another year."))
            elif day and day < first:
                form.add_error("day", _("This day has passed. Log the meeting instead."))
            elif day in seen:
                form.add_error("day", _("This day is listed twice."))
            elif day:
                seen.add(day)
        if not seen and not any(self.errors):
            raise ValidationError(_("Give at least one day."))

    def days(self):
        return [form.cleaned_data["day"] for form in self.forms if form.cleaned_data.get("day")]


DayFormSet = formset_factory(DayForm, formset=BaseDayFormSet, extra=0)


class ReportForm(PlanForm):
    """The record of a held meeting: when and who, what was on the table, what came of it."""

    participants = LinesField(
        label=_("Guests and other participants"),
        required=False,
        help_text=_("One institution or capacity a line, no names of private persons."),
        widget=forms.Textarea(attrs={"rows": 3}),
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
    document = forms.FileField(
        label=_("Signed sheet, photo or scan"),
        required=False,
        help_text=_("PDF, JPEG, PNG, DOCX, XLSX or ODT, at most 10 MB."),
    )

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
            "incident_discussed",
            "residents_women",
            "residents_men",
            "summary",
            "decisions",
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
            }
            for member in self.roster
        ]

    def layout(self):
        return Layout(
            "version",
            Fieldset(
                _("When and where"),
                Row(Column("kind"), Column("number_in_year")),
                Row(Column("starts_on"), Column("precision"), Column("start_time")),
                "place",
            ),
            Fieldset(
                _("Who led"), Row(Column("chaired_by"), Column("chaired_as"), Column("opened_as"))
            ),
        )

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day > timezone.localdate():
            raise ValidationError(_("A held meeting cannot lie in the future."))
        return day

    def clean_document(self):
        upload = self.cleaned_data["document"]
        if upload:
            self.document_type = content_type_of(upload)
        return upload

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


def shown(meeting, name):
    """Return the value of a field of a meeting in words."""
    value = getattr(meeting, name)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(getattr(meeting, f"get_{name}_display", lambda: value)() or "")


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
    Meeting, Concern, form=ConcernForm, formset=ConcernForms, extra=1, can_delete=False
)


class AnswersForm(LayoutMixin, forms.Form):
    """The yearly answers of a committee: the steps of the work plan, and the compensation."""

    adopted_on = forms.DateField(
        label=_("Adopted by the committee on"), widget=DateInput, required=False
    )
    recommended_on = forms.DateField(
        label=_("Recommended to the assembly on"), widget=DateInput, required=False
    )
    assembly_approved_on = forms.DateField(
        label=_("Approved by the assembly on"), widget=DateInput, required=False
    )
    activities_for_communities = forms.TypedChoiceField(
        label=_("Does the plan contain activities for non-majority communities?"),
        choices=YES_NO_UNSAID,
        coerce=lambda value: value == "true",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    answer = forms.ChoiceField(
        label=_("Were the members compensated?"),
        choices=[("", _("no answer yet")), *CompensationAnswer.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("Budget line, payment order, or why the duty does not apply."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    WORK_PLAN = (
        "adopted_on",
        "recommended_on",
        "assembly_approved_on",
        "activities_for_communities",
    )
    COMPENSATION = ("answer", "evidence")

    def layout(self):
        return Layout(
            Fieldset(_("Work plan"), *self.WORK_PLAN),
            Fieldset(_("Compensation of the members"), *self.COMPENSATION),
        )

    def clean_answer(self):
        answer = self.cleaned_data["answer"]
        if self.initial.get("answer") and not answer:
            raise ValidationError(_("An answer that was given can be changed, not taken back."))
        return answer

    def clean(self):
        data = super().clean()
        steps = [data.get(name) for name in self.WORK_PLAN[:3] if data.get(name)]
        if steps != sorted(steps):
            raise ValidationError(
                _("The dates are not in order: adopted, then recommended, then approved.")
            )
        if data.get("evidence") and not data.get("answer"):
            self.add_error("answer", _("Choose the answer that the evidence stands for."))
        return data

    def part(self, names):
        return {name: self.cleaned_data[name] for name in names}

    @staticmethod
    def initial_from(plan, report):
        """Return what is known of the year so far."""
        initial = {}
        if plan:
            initial |= {name: getattr(plan, name) for name in AnswersForm.WORK_PLAN}
            initial["activities_for_communities"] = {True: "true", False: "false"}.get(
                plan.activities_for_communities, ""
            )
        if report:
            initial |= {name: getattr(report, name) for name in AnswersForm.COMPENSATION}
        return initial
