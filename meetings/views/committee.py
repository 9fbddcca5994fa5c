"""Parts of a committee's page: its meetings by year, its documents."""

from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from committees.views.under import CommitteePageMixin
from core.views import PagesMixin
from meetings.models import Document, Meeting
from meetings.rates import attendance_in
from meetings.strip import strip_of

FIRST_YEAR = 1999


class CommitteeMeetings(CommitteePageMixin, TemplateView):
    """The meetings of a year with its strip; for everybody, without what is not public."""

    template_name = "meetings/committee_meetings.html"
    action = "view"
    tab = "meetings"

    @cached_property
    def year(self):
        """The year of the address; what is no year of the portal shows the present one."""
        this_year = timezone.localdate().year
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked.isdecimal() and len(asked) == 4 else this_year
        return year if FIRST_YEAR <= year <= this_year + 1 else this_year

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        seen = Meeting.objects.visible_to(user).of(self.committee).with_committees()
        return super().get_context_data(
            year=self.year,
            years=[
                year
                for year in (self.year - 1, self.year, self.year + 1)
                if FIRST_YEAR <= year <= today.year + 1
            ],
            strip=strip_of(self.committee, self.year, user=user, today=today),
            meetings=seen.in_year(self.year).newest_first(),
            undated=seen.filter(starts_on=None).newest_first(),
            rates=self.rates(),
            **kwargs,
        )

    def rates(self):
        """How often each member took part, for readers of the records."""
        if not self.committee.can_view_records:
            return []
        rows = list(attendance_in(self.committee, self.year))
        for row in rows:
            row.missing = row.held - row.noted
        return rows if any(row.held for row in rows) else []


class CommitteeDocuments(CommitteePageMixin, PagesMixin, ListView):
    """The files of all meetings of a committee; only for readers of its records."""

    model = Document
    action = "view_records"
    template_name = "meetings/committee_documents.html"
    tab = "documents"

    def get_queryset(self):
        of_it = Meeting.objects.of(self.committee).values("pk")
        return (
            Document.objects.visible_to(self.request.user)
            .filter(meeting__in=of_it)
            .select_related("meeting__committee")
            .order_by("-meeting__starts_on", "-pk")
        )
