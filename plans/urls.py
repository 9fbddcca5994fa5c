from django.urls import path

from plans.views import activities, lists, pages

app_name = "plans"
PLAN = "committees/<slug:committee>/plans/<int:year>/"
urlpatterns = [
    path("plans/", lists.PlanList.as_view(), name="list"),
    path("plans.<extension:extension>", lists.PlanListExport.as_view(), name="list-export"),
    path("committees/<slug:committee>/plans/", pages.PlanOfYear.as_view(), name="of-year"),
    path(PLAN, pages.PlanDetail.as_view(), name="detail"),
    path(f"{PLAN}start/", pages.PlanStart.as_view(), name="start"),
    path(f"{PLAN}copy/", pages.PlanCopy.as_view(), name="copy"),
    path(f"{PLAN}step/<slug:step>/", pages.PlanTransition.as_view(), name="transition"),
    path(f"{PLAN}history/", pages.PlanHistory.as_view(), name="history"),
    path(f"{PLAN}plan.pdf", pages.PlanPaper.as_view(), name="paper"),
    path(f"{PLAN}activities.<extension:extension>", pages.PlanExport.as_view(), name="export"),
    path(f"{PLAN}activities/new/", activities.ActivityCreate.as_view(), name="activity-create"),
    path(f"{PLAN}activities/<int:pk>/", activities.ActivityDetail.as_view(), name="activity"),
    path(
        f"{PLAN}activities/<int:pk>/edit/",
        activities.ActivityUpdate.as_view(),
        name="activity-update",
    ),
    path(
        f"{PLAN}activities/<int:pk>/remove/",
        activities.ActivityRemove.as_view(),
        name="activity-remove",
    ),
    path(
        f"{PLAN}activities/<int:pk>/progress/",
        activities.ActivityProgress.as_view(),
        name="activity-progress",
    ),
    path(
        f"{PLAN}activities/<int:pk>/history/",
        activities.ActivityHistory.as_view(),
        name="activity-history",
    ),
    path("evidence/activities/<int:pk>/", activities.EvidenceDownload.as_view(), name="evidence"),
]
