from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/keys/new/", views.TokenCreate.as_view(), name="token-create"),
    path("me/keys/<int:pk>/revoke/", views.TokenRevoke.as_view(), name="token-revoke"),
    path("users/", views.UserList.as_view(), name="list"),
    path("users/new/", views.UserCreate.as_view(), name="create"),
    path("users/<int:pk>/", views.UserDetail.as_view(), name="detail"),
    path("users/<int:pk>/roles/new/", views.RoleGive.as_view(), name="role-give"),
    path("roles/<int:pk>/confirm/", views.RoleConfirm.as_view(), name="role-confirm"),
    path("roles/<int:pk>/end/", views.RoleEnd.as_view(), name="role-end"),
]
