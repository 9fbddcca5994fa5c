from allauth.account.urls import urlpatterns as library
from allauth.mfa.urls import urlpatterns as second_factor
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from accounts import views

# Pages of the library that the portal offers. Those for further addresses and for signing up are
# not among them, nor is what a later version of it brings.
OFFERED = {
    "account_login",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}

own = (
    [
        path("me/keys/new/", views.TokenCreate.as_view(), name="token-create"),
        path("me/keys/<int:pk>/revoke/", views.TokenRevoke.as_view(), name="token-revoke"),
        path("me/end-sessions/", views.OwnSessionsEnd.as_view(), name="end-own-sessions"),
        path("users/new/", views.UserCreate.as_view(), name="create"),
        path("users/<int:pk>/", views.UserDetail.as_view(), name="detail"),
        path("users/<int:pk>/address/", views.AddressChange.as_view(), name="change-address"),
        path("users/<int:pk>/correct/", views.AccountCorrect.as_view(), name="correct"),
        path("users/<int:pk>/invite/", views.InvitationSend.as_view(), name="invite"),
        path("users/<int:pk>/take-back/", views.InvitationTakeBack.as_view(), name="take-back"),
        path("users/<int:pk>/end-sessions/", views.SessionsEnd.as_view(), name="end-sessions"),
        path("users/<int:pk>/reset-factor/", views.FactorReset.as_view(), name="reset-factor"),
        path("users/<int:pk>/close/", views.AccountClose.as_view(), name="close"),
        path("users/<int:pk>/reopen/", views.AccountReopen.as_view(), name="reopen"),
        path("users/<int:pk>/roles/new/", views.RoleGive.as_view(), name="role-give"),
        path("roles/confirm/", views.RolesConfirm.as_view(), name="roles-confirm"),
        path("roles/<int:pk>/confirm/", views.RoleConfirm.as_view(), name="role-confirm"),
        path("roles/<int:pk>/end/", views.RoleEnd.as_view(), name="role-end"),
    ],
    "accounts",
)
urlpatterns = [
    path("", include(own)),
    path("logout/", login_not_required(views.SignOut.as_view()), name="account_logout"),
    *(page for page in library if page.name in OFFERED),
    path("2fa/", include(second_factor)),
]
