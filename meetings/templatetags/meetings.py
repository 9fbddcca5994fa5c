"""What pages of the apps below show of meetings, without importing from here."""

from django import template
from django.utils import timezone

from core.i18n import sort_key
from meetings.models import Institution, Meeting
from meetings.strip import strip_of

register = template.Library()


@register.inclusion_tag("meetings/_strip.html", takes_context=True)
def year_strip(context, *, committee, year):
    """The meetings of a committee in a year as boxes, with a link to all of them."""
    strip = strip_of(committee, year, user=context["user"], today=timezone.localdate())
    return {"strip": strip, "committee": committee, "with_link": True}


@register.inclusion_tag("meetings/_next.html", takes_context=True)
def next_meeting(context, *, committee):
    """The next meeting of a committee, whatever its kind and year: the first thing asked for."""
    coming = Meeting.objects.visible_to(context["user"]).of(committee)
    meeting = coming.upcoming(timezone.localdate()).with_committee().soonest_first().first()
    return {"meeting": meeting}


@register.inclusion_tag("meetings/_institutions.html")
def institution_list():
    """The institutions that a field of the page offers while one types."""
    return {"names": sorted((row.name for row in Institution.objects.all()), key=sort_key)}
