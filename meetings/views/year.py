"""The year of a committee in one step: dates proposed, changed, saved together."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from committees.views.under import CommitteeStepMixin, breadcrumbs
from core.views import KeptTextMixin
from meetings.actions import plan_year
from meetings.forms.year import DayFormSet, YearForm
from meetings.year_plan import meetings_due, meetings_there, proposed_days
from places.models import PublicHoliday

# Empty rows below the proposed days.
FREE_ROWS = 2


class YearPlan(KeptTextMixin, CommitteeStepMixin, FormView):
    """Proposes as many dates as the rule still asks for; the keeper changes and saves them."""

    form_class = YearForm
    action = "add_meeting"
    template_name = "meetings/year_form.html"

    @cached_property
    def year(self):
        year, this_year = self.kwargs["year"], timezone.localdate().year
        if not this_year <= year <= this_year + 1:
            raise Http404
        return year

    @cached_property
    def formset(self):
        days = proposed_days(self.committee, self.year, today=timezone.localdate())
        return DayFormSet(
            self.kept_text or self.request.POST or None,
            initial=[*({"day": day} for day in days), *({} for _row in range(FREE_ROWS))],
            prefix="days",
            year=self.year,
        )

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        return super().get_context_data(
            committee=self.committee,
            year=self.year,
            due=meetings_due(self.committee, self.year),
            there=meetings_there(self.committee, self.year).with_committee(),
            holidays=PublicHoliday.objects.filter(
                day__range=(max(today, date(self.year, 1, 1)), date(self.year, 12, 31))
            ).order_by("day"),
            formsets=[self.formset],
            tabs=[
                {
                    "label": str(year),
                    "url": reverse("meetings:plan-year", args=[self.committee.slug, year]),
                    "active": year == self.year,
                }
                for year in (today.year, today.year + 1)
            ],
            cancel_url=self.committee.get_absolute_url(),
            breadcrumbs=breadcrumbs(self.committee, (_("Plan the year"), None)),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not (form.is_valid() & self.formset.is_valid()):
            return self.form_invalid(form)
        try:
            planned = plan_year(
                self.committee, self.formset.days(), **form.cleaned_data, by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        text = ngettext(
            "%(count)s meeting is on the calendar.",
            "%(count)s meetings are on the calendar.",
            len(planned),
        )
        messages.success(request, text % {"count": len(planned)})
        return redirect(self.committee)
