from django.urls import path

from publisher import views

app_name = "publisher"
urlpatterns = [
    path("publisher/", views.PublisherUpdate.as_view(), name="edit"),
    path("publisher/open/", views.PortalOpen.as_view(), name="open"),
]
