from django.contrib.auth.decorators import login_not_required
from django.urls import path

from establishment.views import chain, check, draft, lists, pages

app_name = "establishment"
urlpatterns = [
    path("requests/", lists.RequestList.as_view(), name="list"),
    path("requests.<extension:extension>", lists.RequestExport.as_view(), name="export"),
    path("requests/new/", draft.RequestCreate.as_view(), name="create"),
    path("requests/times/", lists.Times.as_view(), name="times"),
    path("requests/chain/", chain.ChainPage.as_view(), name="chain"),
    path("requests/chain/new/", chain.ChainCreate.as_view(), name="chain-create"),
    path(
        "requests/chain/stations/<slug:station>/",
        chain.RegionConfirm.as_view(),
        name="region-confirm",
    ),
    path("requests/documents/<int:pk>/", pages.DocumentDownload.as_view(), name="document"),
    path("requests/<slug:number>/", pages.RequestDetail.as_view(), name="detail"),
    path("requests/<slug:number>/again/", pages.RequestAgain.as_view(), name="again"),
    path("requests/<slug:number>/history/", pages.RequestHistory.as_view(), name="history"),
    path(
        "requests/<slug:number>/letter/<slug:language>.pdf",
        pages.LetterDownload.as_view(),
        name="letter",
    ),
    path("requests/<slug:number>/step/<slug:step>/", pages.RequestMove.as_view(), name="move"),
    path("requests/<slug:number>/members/", draft.MembersPage.as_view(), name="members"),
    path("requests/<slug:number>/members/new/", draft.MemberSave.as_view(), name="member-create"),
    path(
        "requests/<slug:number>/members/<int:pk>/",
        draft.MemberSave.as_view(),
        name="member-update",
    ),
    path(
        "requests/<slug:number>/members/<int:pk>/remove/",
        draft.MemberRemove.as_view(),
        name="member-remove",
    ),
    path("requests/<slug:number>/documents/", draft.DocumentsPage.as_view(), name="documents"),
    path(
        "requests/<slug:number>/documents/<int:pk>/remove/",
        draft.DocumentRemove.as_view(),
        name="document-remove",
    ),
    path("requests/<slug:number>/part/<slug:part>/", draft.PartUpdate.as_view(), name="part"),
    path(
        "committees/<slug:committee>/requests/new/",
        draft.ChangeCreate.as_view(),
        name="change-create",
    ),
    path("check/<code:code>/", login_not_required(check.DecisionCheck.as_view()), name="check"),
]
