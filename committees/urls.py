from django.contrib.auth.decorators import login_not_required
from django.urls import path

from committees.views import coverage, members, participants, profiles, registry, trainings

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
    path(
        "committees/<slug:committee>/members/<int:pk>/declaration/",
        profiles.DeclarationOnBehalf.as_view(),
        name="declaration-on-behalf",
    ),
    path(
        "committees/<slug:committee>/members/<int:pk>/declaration/withdraw/",
        profiles.DeclarationWithdrawOnBehalf.as_view(),
        name="declaration-withdraw-on-behalf",
    ),
    path("me/declaration/", profiles.Declaration.as_view(), name="declaration"),
    path(
        "me/declaration/withdraw/",
        profiles.DeclarationWithdraw.as_view(),
        name="declaration-withdraw",
    ),
    path(
        "committees/<slug:slug>/trainings/",
        coverage.CommitteeTrainings.as_view(),
        name="committee-trainings",
    ),
    path(
        "committees/<slug:committee>/trainings/new/",
        trainings.CommitteeTrainingCreate.as_view(),
        name="committee-training-create",
    ),
    path(
        "committees/<slug:committee>/trainings/<int:pk>/participants/",
        participants.ParticipantsAdd.as_view(),
        name="participants",
    ),
    path("trainings/", trainings.TrainingList.as_view(), name="trainings"),
    path("trainings.<str:extension>", trainings.TrainingExport.as_view(), name="training-export"),
    path("trainings/new/", trainings.TrainingCreate.as_view(), name="training-create"),
    path("trainings/members/", coverage.CoverageList.as_view(), name="coverage"),
    path("trainings/<int:pk>/", trainings.TrainingDetail.as_view(), name="training"),
    path("trainings/<int:pk>/edit/", trainings.TrainingUpdate.as_view(), name="training-update"),
    path(
        "trainings/<int:pk>/participants/",
        participants.ParticipantsChoose.as_view(),
        name="participants-choose",
    ),
    path("trainings/<int:pk>/certify/", participants.CertifyAll.as_view(), name="certify"),
    path(
        "participations/<int:pk>/step/<slug:step>/",
        participants.ParticipationTransition.as_view(),
        name="participation-transition",
    ),
    path(
        "participations/<int:pk>/certificate-<slug:language>.pdf",
        participants.CertificateDownload.as_view(),
        name="certificate",
    ),
    path(
        "certificates/",
        login_not_required(participants.CertificateFind.as_view()),
        name="certificate-find",
    ),
    path(
        "certificates/<str:code>/",
        login_not_required(participants.CertificateCheck.as_view()),
        name="certificate-check",
    ),
]
