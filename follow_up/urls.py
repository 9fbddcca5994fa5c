from django.urls import path

from follow_up.views import addressees, lists, pages

app_name = "follow_up"
urlpatterns = [
    path("actions/", lists.ActionList.as_view(), name="list"),
    path("actions.<extension:extension>", lists.ActionExport.as_view(), name="export"),
    path("actions/overdue/", lists.Overdue.as_view(), name="overdue"),
    path("actions/addressees/", addressees.Addressees.as_view(), name="addressees"),
    path("actions/proofs/<int:pk>/", pages.ProofDownload.as_view(), name="proof"),
    path("actions/<int:pk>/", pages.ActionDetail.as_view(), name="detail"),
    path("actions/<int:pk>/edit/", pages.ActionUpdate.as_view(), name="edit"),
    path("actions/<int:pk>/step/<slug:step>/", pages.ActionStep.as_view(), name="step"),
    path(
        "committees/<slug:committee>/actions/",
        lists.CommitteeActions.as_view(),
        name="of-committee",
    ),
]
