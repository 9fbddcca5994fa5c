from django.contrib.auth.decorators import login_not_required
from django.urls import path

from meetings.views import (
    agenda,
    answers,
    calendars,
    committee,
    evidence,
    findings,
    imports,
    invitations,
    minutes,
    pages,
    papers,
    record,
    year,
)

app_name = "meetings"
urlpatterns = [
    path("meetings/", login_not_required(pages.MeetingList.as_view()), name="list"),
    path(
        "meetings.<extension:extension>",
        login_not_required(pages.MeetingExport.as_view()),
        name="export",
    ),
    path("meetings/import/", imports.ImportStart.as_view(), name="import"),
    path("meetings/import/preview/", imports.ImportPreview.as_view(), name="import-preview"),
    path(
        "meetings/import/<slug:kind>.csv", imports.ImportTemplate.as_view(), name="import-template"
    ),
    path("committees/<slug:committee>/meetings/plan/", record.MeetingPlan.as_view(), name="plan"),
    path(
        "committees/<slug:committee>/meetings/year/<int:year>/",
        year.YearPlan.as_view(),
        name="plan-year",
    ),
    path("committees/<slug:committee>/meetings/log/", record.MeetingReport.as_view(), name="log"),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/",
        login_not_required(pages.MeetingDetail.as_view()),
        name="detail",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/plan/",
        record.MeetingPlan.as_view(),
        name="update",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/report/",
        record.MeetingReport.as_view(),
        name="report",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/agenda/",
        agenda.AgendaArrange.as_view(),
        name="agenda",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/agenda.pdf",
        papers.AgendaPaper.as_view(),
        name="agenda-paper",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/attendance.pdf",
        papers.SheetPaper.as_view(),
        name="attendance-sheet",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/invitations/",
        invitations.Invitations.as_view(),
        name="invitations",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/letters.pdf",
        papers.LettersPaper.as_view(),
        name="letters",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/letters-to-all.pdf",
        papers.LettersToAllPaper.as_view(),
        name="letters-to-all",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/minutes/",
        minutes.MinutesWrite.as_view(),
        name="minutes",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/minutes.pdf",
        login_not_required(papers.MinutesPaper.as_view()),
        name="minutes-paper",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/minutes/revisions/",
        minutes.MinutesRevisions.as_view(),
        name="minutes-revisions",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/minutes/<slug:step>/",
        minutes.MinutesTransition.as_view(),
        name="minutes-step",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/history/",
        pages.MeetingHistory.as_view(),
        name="history",
    ),
    path(
        "committees/<slug:committee>/meetings/<slug:meeting>/step/<slug:step>/",
        pages.MeetingTransition.as_view(),
        name="transition",
    ),
    path(
        "committees/<slug:committee>/meetings.ics",
        login_not_required(calendars.CommitteeCalendar.as_view()),
        name="calendar",
    ),
    path(
        "calendar/regions/<slug:region>.ics",
        login_not_required(calendars.RegionCalendar.as_view()),
        name="calendar-region",
    ),
    path("calendar/new/", calendars.FeedCreate.as_view(), name="calendar-create"),
    path(
        "calendar/<code:key>.ics",
        login_not_required(calendars.PersonalCalendar.as_view()),
        name="calendar-personal",
    ),
    path("evidence/", evidence.EvidenceUpload.as_view(), name="evidence"),
    path("evidence/attach/", evidence.EvidenceAttach.as_view(), name="evidence-attach"),
    path("sheet/<code:code>/", evidence.Sheet.as_view(), name="sheet"),
    path(
        "committees/<slug:committee>/meetings/",
        login_not_required(committee.CommitteeMeetings.as_view()),
        name="of-committee",
    ),
    path(
        "committees/<slug:committee>/documents/",
        committee.CommitteeDocuments.as_view(),
        name="documents",
    ),
    path(
        "committees/<slug:committee>/fix-it/",
        findings.CommitteeFindings.as_view(),
        name="findings-of-committee",
    ),
    path("fix-it/", findings.FindingList.as_view(), name="findings"),
    path(
        "fix-it/<slug:rule>/<int:pk>/dismiss/",
        findings.FindingDismiss.as_view(),
        name="finding-dismiss",
    ),
    path(
        "fix-it/<slug:rule>/dismiss/",
        findings.FindingsDismiss.as_view(),
        name="findings-dismiss",
    ),
    path(
        "fix-it/dismissals/<int:pk>/withdraw/",
        findings.DismissalWithdraw.as_view(),
        name="dismissal-withdraw",
    ),
    path("documents/<int:pk>/", pages.DocumentDownload.as_view(), name="document"),
    path("committees/<slug:committee>/answers/", answers.AnswersList.as_view(), name="answers"),
    path(
        "committees/<slug:committee>/answers/<int:year>/quarters/<int:quarter>/",
        answers.NilConfirm.as_view(),
        name="nil-confirm",
    ),
    path(
        "committees/<slug:committee>/answers/<int:year>/",
        answers.AnswersUpdate.as_view(),
        name="answers-update",
    ),
]
