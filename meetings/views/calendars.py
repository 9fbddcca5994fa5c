"""Calendar feeds: of a committee and of a region for everybody, of a person by a secret address."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from accounts.views import AnewMixin
from committees.models import Committee
from core.views import KeptTextMixin
from meetings.calendars import calendar_of
from meetings.feeds import make_feed, owner_of
from meetings.models import Meeting
from places.models import PoliceRegion


def answer(meetings, name, *, reader):
    return HttpResponse(
        calendar_of(meetings, name, reader=reader), content_type="text/calendar; charset=utf-8"
    )


class CommitteeCalendar(View):
    """What everybody may know of the meetings of a committee, whoever asks."""

    def get(self, _request, committee):
        body = get_object_or_404(Committee.objects.visible_to(AnonymousUser()), slug=committee)
        meetings = Meeting.objects.visible_to(AnonymousUser()).of(body)
        return answer(meetings, body.name, reader=AnonymousUser())


class RegionCalendar(View):
    """The same for all committees of a police region."""

    def get(self, _request, region):
        place = get_object_or_404(PoliceRegion.objects.visible_to(AnonymousUser()), code=region)
        meetings = Meeting.objects.visible_to(AnonymousUser()).taking_part(
            committee__municipality__region=place
        )
        return answer(meetings, place.name, reader=AnonymousUser())


class PersonalCalendar(View):
    """The meetings of the committees whose members the owner of the address knows."""

    def get(self, _request, key):
        owner = owner_of(key)
        committees = Committee.objects.permitted(owner, "view_members")
        meetings = Meeting.objects.visible_to(owner).taking_part(
            committee__in=committees.values("pk")
        )
        return answer(meetings, _("My meetings"), reader=owner)


class FeedCreate(AnewMixin, KeptTextMixin, FormView):
    """Makes a secret address for the reader's calendar, and shows it this once."""

    form_class = Form
    template_name = "meetings/feed_form.html"
    action = "own"

    def form_valid(self, form):
        path = reverse("meetings:calendar-personal", args=[make_feed(self.request.user)])
        address = f"{settings.SITE_URL}{path}"
        return self.render_to_response(self.get_context_data(form=form, address=address))

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=reverse("portal:me"), **kwargs)
