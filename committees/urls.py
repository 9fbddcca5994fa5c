from django.contrib.auth.decorators import login_not_required
from django.urls import path

from committees import views

app_name = "committees"
urlpatterns = [
    path("committees/", login_not_required(views.CommitteeList.as_view()), name="list"),
    path(
        "committees.<str:extension>",
        login_not_required(views.CommitteeExport.as_view()),
        name="export",
    ),
    path("committees/new/", views.CommitteeCreate.as_view(), name="create"),
    path(
        "committees/<slug:slug>/",
        login_not_required(views.CommitteeDetail.as_view()),
        name="detail",
    ),
    path("committees/<slug:slug>/edit/", views.CommitteeUpdate.as_view(), name="update"),
    path("committees/<slug:slug>/history/", views.CommitteeHistory.as_view(), name="history"),
    path(
        "committees/<slug:slug>/step/<slug:step>/",
        views.CommitteeTransition.as_view(),
        name="transition",
    ),
    path("committees/<slug:committee>/members/new/", views.MemberCreate.as_view(), name="seat"),
    path(
        "committees/<slug:committee>/members/<int:pk>/end/",
        views.MembershipEnd.as_view(),
        name="membership-end",
    ),
]
