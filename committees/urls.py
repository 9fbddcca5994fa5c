from django.contrib.auth.decorators import login_not_required
from django.urls import path

from committees.views import members, registry

app_name = "committees"
urlpatterns = [
    path("committees/", login_not_required(registry.CommitteeList.as_view()), name="list"),
    path(
        "committees.<str:extension>",
        login_not_required(registry.CommitteeExport.as_view()),
        name="export",
    ),
    path("committees/new/", registry.CommitteeCreate.as_view(), name="create"),
    path(
        "committees/<slug:slug>/",
        login_not_required(registry.CommitteeDetail.as_view()),
        name="detail",
    ),
    path("committees/<slug:slug>/edit/", registry.CommitteeUpdate.as_view(), name="update"),
    path("committees/<slug:slug>/history/", registry.CommitteeHistory.as_view(), name="history"),
    path(
        "committees/<slug:slug>/step/<slug:step>/",
        registry.CommitteeTransition.as_view(),
        name="transition",
    ),
    path("committees/<slug:committee>/members/new/", members.MemberCreate.as_view(), name="seat"),
    path(
        "committees/<slug:committee>/members/<int:pk>/end/",
        members.MembershipEnd.as_view(),
        name="membership-end",
    ),
]
