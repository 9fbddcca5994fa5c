from django.contrib.auth.decorators import login_not_required
from django.urls import path

from concerns.views import lists, pages, projects, writing

app_name = "concerns"
urlpatterns = [
    path("concerns/", lists.ConcernList.as_view(), name="list"),
    path("concerns.<extension:extension>", lists.ConcernExport.as_view(), name="export"),
    path("concerns/map/", lists.ConcernMap.as_view(), name="map"),
    path(
        "concerns/files/<int:pk>/",
        pages.DocumentDownload.as_view(),
        name="document",
    ),
    path("concerns/<slug:number>/", pages.ConcernDetail.as_view(), name="detail"),
    path("concerns/<slug:number>/history/", pages.ConcernHistory.as_view(), name="history"),
    path("concerns/<slug:number>/edit/", writing.ConcernUpdate.as_view(), name="edit"),
    path(
        "concerns/<slug:number>/words/<slug:language>/", writing.TextUpdate.as_view(), name="text"
    ),
    path("concerns/<slug:number>/publish/", writing.AnswerPublish.as_view(), name="publish"),
    path("concerns/<slug:number>/withdraw/", writing.AnswerWithdraw.as_view(), name="withdraw"),
    path("concerns/<slug:number>/response/", writing.ResponseCreate.as_view(), name="response"),
    path("concerns/<slug:number>/attach/", writing.DocumentAttach.as_view(), name="attach"),
    path("concerns/<slug:number>/problem/", writing.ProblemUpdate.as_view(), name="problem"),
    path("concerns/<slug:number>/again/", writing.RecurrenceUpdate.as_view(), name="again"),
    path("concerns/<slug:number>/<slug:step>/", pages.ConcernStep.as_view(), name="step"),
    path(
        "committees/<slug:committee>/concerns/",
        lists.CommitteeConcerns.as_view(),
        name="of-committee",
    ),
    path(
        "committees/<slug:committee>/concerns/new/",
        writing.ConcernCreate.as_view(),
        name="create",
    ),
    path(
        "committees/<slug:committee>/projects/",
        projects.ProjectList.as_view(),
        name="projects",
    ),
    path(
        "committees/<slug:committee>/projects/new/",
        projects.ProjectCreate.as_view(),
        name="project-create",
    ),
    path(
        "committees/<slug:committee>/projects/<int:pk>/",
        projects.ProjectDetail.as_view(),
        name="project",
    ),
    path(
        "committees/<slug:committee>/projects/<int:pk>/edit/",
        projects.ProjectUpdate.as_view(),
        name="project-edit",
    ),
    path(
        "committees/<slug:committee>/projects/<int:pk>/history/",
        projects.ProjectHistory.as_view(),
        name="project-history",
    ),
    path(
        "committees/<slug:committee>/projects/<int:pk>/<slug:step>/",
        projects.ProjectStep.as_view(),
        name="project-step",
    ),
    path(
        "committees/<slug:committee>/answered/",
        login_not_required(lists.Answered.as_view()),
        name="answered",
    ),
]
