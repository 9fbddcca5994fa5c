from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("accounts/mail/", views.MailList.as_view(), name="list"),
    path("accounts/mail/<int:pk>/again/", views.MailTryAgain.as_view(), name="try-again"),
]
