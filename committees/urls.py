from django.contrib.auth.decorators import login_not_required
from django.urls import path

from committees.views import (
    access,
    accounts,
    contacts,
    corrections,
    coverage,
    mandates,
    members,
    participants,
    persons,
    profiles,
    registry,
    seats,
    trainings,
)

app_name = "committees"
urlpatterns = [
    path("committees/", login_not_required(registry.CommitteeList.as_view()), name="list"),
    path("find/", login_not_required(registry.PlaceSearch.as_view()), name="find"),
    path(
        "committees.<extension:extension>",
        login_not_required(registry.CommitteeExport.as_view()),
        name="export",
    ),
    path("committees/beyond-term/", members.BeyondTermList.as_view(), name="beyond-term"),
    path("committees/mandates/", mandates.MandateList.as_view(), name="mandates"),
    path(
        "committees/mandates.<extension:extension>",
        mandates.MandateExport.as_view(),
        name="mandates-export",
    ),
    path("committees/mandates/open/", mandates.MandatesOpen.as_view(), name="mandates-open"),
    path(
        "committees/mandates/<int:pk>/",
        login_not_required(mandates.MandateDetail.as_view()),
        name="mandate",
    ),
    path(
        "committees/mandates/<int:pk>/history/",
        mandates.MandateHistory.as_view(),
        name="mandate-history",
    ),
    path(
        "committees/mandates/<int:pk>/end/",
        mandates.MandateEnd.as_view(),
        name="mandate-end",
    ),
    path(
        "committees/mandates/<int:pk>/oath/",
        mandates.MandateOath.as_view(),
        name="mandate-oath",
    ),
    path(
        "committees/mandates/<int:pk>/<slug:step>/",
        mandates.MandateStepUpdate.as_view(),
        name="mandate-step",
    ),
    path(
        "committees/mandates/<int:mandate>/nominations/new/",
        mandates.NominationCreate.as_view(),
        name="nomination-create",
    ),
    path(
        "committees/mandates/<int:mandate>/nominations/<int:pk>/",
        mandates.NominationUpdate.as_view(),
        name="nomination-update",
    ),
    path("committees/persons/", persons.PersonAlikeList.as_view(), name="persons-alike"),
    path(
        "committees/persons/<int:pk>/history/",
        persons.PersonHistory.as_view(),
        name="person-history",
    ),
    path(
        "committees/persons/<int:one>/<int:other>/",
        persons.PersonMerge.as_view(),
        name="person-merge",
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
    path("committees/<slug:committee>/seats/open/", seats.SeatsOpen.as_view(), name="seats-open"),
    path("committees/<slug:committee>/seats/new/", seats.SeatCreate.as_view(), name="seat-create"),
    path(
        "committees/<slug:committee>/seats/<int:pk>/",
        seats.SeatUpdate.as_view(),
        name="seat-update",
    ),
    path(
        "committees/<slug:committee>/seats/<int:pk>/close/",
        seats.SeatClose.as_view(),
        name="seat-close",
    ),
    path("committees/<slug:committee>/members/new/", members.MemberCreate.as_view(), name="seat"),
    path(
        "committees/<slug:committee>/members/<int:pk>/end/",
        members.MembershipEnd.as_view(),
        name="membership-end",
    ),
    path(
        "committees/<slug:committee>/members/<int:pk>/access/",
        access.MembershipAccess.as_view(),
        name="membership-access",
    ),
    path(
        "accounts/users/<int:account>/person/",
        access.AccountPerson.as_view(),
        name="account-person",
    ),
    path(
        "committees/<slug:committee>/members/<int:pk>/contact/",
        contacts.MembershipContact.as_view(),
        name="membership-contact",
    ),
    path(
        "committees/<slug:committee>/members/<int:pk>/hand-over/",
        members.MembershipHandOver.as_view(),
        name="membership-hand-over",
    ),
    path(
        "committees/<slug:committee>/members/<int:pk>/term/",
        members.MembershipTerm.as_view(),
        name="membership-term",
    ),
    path(
        "committees/<slug:committee>/members/<int:pk>/correct/",
        corrections.MembershipCorrect.as_view(),
        name="membership-correct",
    ),
    path(
        "committees/<slug:committee>/members/<int:pk>/strike/",
        corrections.MembershipStrike.as_view(),
        name="membership-strike",
    ),
    path(
        "committees/<slug:committee>/members/<int:pk>/undo/",
        corrections.MembershipUndo.as_view(),
        name="membership-undo",
    ),
    path(
        "committees/<slug:committee>/members/<int:pk>/history/",
        corrections.MembershipHistory.as_view(),
        name="membership-history",
    ),
    path(
        "committees/<slug:committee>/struck/<int:pk>/",
        corrections.StrikeTakeBack.as_view(),
        name="strike-take-back",
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
    path("accounts/users/", accounts.AccountList.as_view(), name="accounts"),
    path(
        "accounts/users.<extension:extension>",
        accounts.AccountExport.as_view(),
        name="accounts-export",
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
    path(
        "trainings.<extension:extension>",
        trainings.TrainingExport.as_view(),
        name="training-export",
    ),
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
        "certificates/<code:code>/",
        login_not_required(participants.CertificateCheck.as_view()),
        name="certificate-check",
    ),
]
