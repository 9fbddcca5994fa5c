"""The portal's addresses and one view that does nothing, through the same middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from portal.urls import urlpatterns as portal_urlpatterns


@login_not_required
def hello(_request):
    return HttpResponse("hello, world")


urlpatterns = [path("hello/", hello), *portal_urlpatterns]
