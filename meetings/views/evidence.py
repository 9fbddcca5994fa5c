"""Photos of signed sheets: uploaded from a phone, offered to the meeting whose code they show."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from core.views import PolicyMixin
from meetings import actions
from meetings.forms.evidence import EvidenceForm, OfMeetingForm
from meetings.kept_files import Gone, discard, keep, kept
from meetings.models import Meeting
from meetings.papers import meeting_of_code
from meetings.sheets import meeting_on

# As many as somebody looks through.
MOST_OFFERED = 60


class EvidenceMixin(PolicyMixin):
    """The meetings with which the user may keep a file, the latest first."""

    action = "attach"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.meetings.exists():
            raise PermissionDenied(_("Your roles do not include this step here."))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def meetings(self):
        visible = Meeting.objects.visible_to(self.request.user)
        return visible.permitted(self.request.user, self.action).with_committee().newest_first()


class EvidenceUpload(EvidenceMixin, FormView):
    """Takes a file and offers it to the right meeting; nothing is attached before one says so."""

    form_class = EvidenceForm
    template_name = "meetings/evidence_form.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=reverse("portal:home"), **kwargs)

    def form_valid(self, form):
        upload = form.cleaned_data["document"]
        named = meeting_on(upload) if upload.content_type.startswith("image/") else None
        meeting = self.meetings.filter(public_id=named).first() if named else None
        token = keep(upload.content_type, upload.name, upload.read(), user=self.request.user)
        # The one whose code was read stands in the list however old it is.
        pks = [*([meeting.pk] if meeting else []), *self.meetings.values_list("pk", flat=True)]
        choice = OfMeetingForm(
            meetings=self.meetings.filter(pk__in=pks[:MOST_OFFERED]),
            initial={"token": token, "meeting": meeting},
        )
        context = {"form": choice, "meeting": meeting, "cancel_url": reverse("meetings:evidence")}
        return render(self.request, "meetings/evidence_choice.html", context)


class EvidenceAttach(EvidenceMixin, FormView):
    """Keeps the file with the meeting chosen."""

    template_name = "meetings/evidence_choice.html"

    def get(self, request, *args, **kwargs):
        return redirect("meetings:evidence")

    def get_form(self, form_class=None):
        return OfMeetingForm(self.request.POST, meetings=self.meetings)

    def form_valid(self, form):
        try:
            file = kept(form.cleaned_data["token"], user=self.request.user)
        except Gone:
            messages.error(self.request, _("The file is no longer here. Choose it again."))
            return redirect("meetings:evidence")
        meeting = form.cleaned_data["meeting"]
        upload = SimpleUploadedFile(file.name, file.content, file.kind)
        kind = form.cleaned_data["kind"]
        actions.attach_document(meeting, upload, kind=kind, by=self.request.user)
        discard(file)
        messages.success(self.request, _("The file is kept with the meeting."))
        return redirect(meeting)


class Sheet(View):
    """Where the code on a printed sheet leads: to its meeting, for whoever sees it."""

    action = "view"

    def get(self, request, code):
        visible = Meeting.objects.visible_to(request.user)
        return redirect(get_object_or_404(visible, public_id=meeting_of_code(code)))
