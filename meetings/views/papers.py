"""The papers of a meeting as PDF."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views import View

from audit.actions import append_event
from core.policy import may
from meetings import letters, papers
from meetings.models import Minutes
from meetings.signing import audience_of, signed_papers, with_file
from meetings.views.under import UnderMeetingMixin


class Paper(UnderMeetingMixin, View):
    """A paper of the meeting as PDF, in the language asked for or the reader's."""

    action = "view"
    paper = None
    name = ""

    def check(self):
        """Raise Http404 when there is nothing on the paper for the reader."""

    def get(self, request, **_kwargs):
        self.check()
        language = request.GET.get("language") or get_language()
        if language not in dict(settings.LANGUAGES):
            raise Http404
        pdf = self.pdf(language)
        append_event("paper.print", by=request.user, subject=self.meeting, paper=self.name)
        response = HttpResponse(pdf, content_type="application/pdf")
        name = f"{self.name}-{self.meeting.committee.slug}-{self.meeting.starts_on}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response

    def pdf(self, language):
        return self.paper(self.meeting, reader=self.request.user, language=language)


class MinutesPaper(Paper):
    """The minutes; what is public of them for everybody once they are published.

    Approved ones are handed out byte for byte as they were signed.
    """

    name = "minutes"

    def pdf(self, language):
        audience = audience_of(self.request.user, self.meeting)
        signed = signed_papers(self.meeting, audience).filter(language=language).first()
        if signed is None:
            return papers.minutes_paper(self.meeting, audience=audience, language=language)
        with with_file(signed).file.open() as file:
            return file.read()

    def check(self):
        user = self.request.user
        public = Minutes.objects.visible_to(user).filter(meeting=self.meeting)
        if not (may(user, "view_record", self.meeting) or public.exists()):
            raise Http404


class AgendaPaper(Paper):
    action = "view_record"
    paper = staticmethod(papers.agenda_paper)
    name = "agenda"


class LettersPaper(Paper):
    """Invitations as letters: to those whom no mail reaches, or to all members."""

    action = "invite"
    to = staticmethod(letters.missed_members)
    name = "letters"

    def check(self):
        self.members = self.to(self.meeting)
        if not self.members:
            raise Http404

    def paper(self, meeting, *, reader, language):
        return letters.letters(meeting, self.members, language=language)


class LettersToAllPaper(LettersPaper):
    to = staticmethod(letters.all_members)
    name = "letters-to-all"


class SheetPaper(Paper):
    action = "view_names"
    paper = staticmethod(papers.attendance_sheet)
    name = "attendance"
