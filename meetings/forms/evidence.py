from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CheckedFileField, LayoutMixin
from meetings.choices import FileKind
from meetings.file_kinds import FileKindField
from meetings.models import Meeting


class EvidenceForm(LayoutMixin, forms.Form):
    """A photo or scan, before it is said of which meeting it is."""

    document = CheckedFileField(
        label=_("Signed sheet, photo or scan"),
        help_text=_("PDF, JPEG, PNG, DOCX, XLSX or ODT, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,.pdf,.docx,.xlsx,.odt"}),
    )


class OfMeetingForm(LayoutMixin, forms.Form):
    """The meeting that a kept file belongs to."""

    meeting = forms.ModelChoiceField(label=_("Meeting"), queryset=Meeting.objects.none())
    kind = FileKindField(initial=FileKind.SHEET)
    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        field.queryset = meetings
        field.label_from_instance = lambda meeting: (
            f"{meeting.committee.full_name}: {meeting.title}, {meeting.date_text}"
        )
