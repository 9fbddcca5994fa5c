from datetime import date

from django.db.models import Case, Count, Q, Value, When
from django.db.models.fields import CharField

from core.i18n import fold
from core.policy import PolicyQuerySet
from meetings.choices import COUNTING_KINDS, LOCKED, MeetingStatus, WorkPlanAnswer


class MeetingQuerySet(PolicyQuerySet):
    def of(self, committee):
        return self.filter(committee=committee)

    def of_kind(self, kind):
        """Meetings of the committees of a kind."""
        return self.filter(committee__kind=kind)

    def held(self):
        return self.filter(status=MeetingStatus.HELD)

    def counting(self):
        """Meetings of the kinds that count toward the yearly number: regular and extraordinary."""
        return self.filter(kind__in=COUNTING_KINDS)

    def in_year(self, year):
        """Meetings dated in the calendar year, however precisely."""
        return self.filter(starts_on__range=(date(year, 1, 1), date(year, 12, 31)))

    def spoken_of(self):
        """Meetings of which somebody said what became of them."""
        return self.filter(
            status__in=[MeetingStatus.HELD, MeetingStatus.POSTPONED, MeetingStatus.CANCELLED]
        )

    def open(self):
        """Meetings still to come or to be reported on."""
        return self.filter(status__in=[MeetingStatus.PLANNED, MeetingStatus.CONVENED])

    def awaiting_report(self, today):
        """Meetings whose planned date has passed and of which nobody said what became of them."""
        return self.open().filter(starts_on__lt=today)

    def upcoming(self, today):
        return self.open().filter(starts_on__gte=today)

    def matching(self, text):
        """Meetings with the text in the place or the agenda, or in a name of the committee."""
        key = fold(text)
        return self.filter(
            Q(search_text__contains=key)
            | Q(committee__search_text__contains=key)
            | Q(committee__municipality__search_text__contains=key)
        )

    def with_committee(self):
        return self.select_related("committee__municipality__region", "committee__station")

    def number_by_municipality(self):
        """Pairs (municipality code, number of meetings)."""
        return (
            self.order_by()
            .values_list("committee__municipality__code")
            .annotate(number=Count("pk"))
        )

    def newest_first(self):
        return self.order_by("-starts_on", "-pk")

    def soonest_first(self):
        return self.order_by("starts_on", "pk")


class AttendanceQuerySet(PolicyQuerySet):
    def in_order(self):
        return self.order_by("membership__seat__position", "membership__seat__pk", "pk")


class StandingItemQuerySet(PolicyQuerySet):
    def in_force(self, day):
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class AgendaItemQuerySet(PolicyQuerySet):
    def in_order(self):
        """The items with what they are called after."""
        return self.select_related("concern", "action").order_by("position")


class MatterQuerySet(PolicyQuerySet):
    """Concerns and actions: what a meeting leaves for the later ones."""

    def open(self):
        """Concerns without an answer, actions without a result."""
        return self.filter(**{self.model.SETTLED_ON: None})

    def raised_before(self, meeting):
        """What earlier meetings of the same committee left."""
        return self.filter(
            meeting__committee=meeting.committee_id,
            meeting__starts_on__lt=meeting.starts_on,
            meeting__status=MeetingStatus.HELD,
        )

    def oldest_first(self):
        return self.order_by("meeting__starts_on", "pk")


class MinutesQuerySet(PolicyQuerySet):
    def locked(self):
        """Minutes that nobody changes without opening them again."""
        return self.filter(status__in=LOCKED)


class WorkPlanQuerySet(PolicyQuerySet):
    def of_year(self, year):
        return self.filter(year=year)

    def with_answer(self):
        """Annotate `answer`: no, yes, or with activities for communities.

        A plan counts as adopted when any of its steps has a date: the assembly does not approve
        what the council has not adopted, and old records often know only the later step.
        """
        adopted = (
            Q(adopted_on__isnull=False)
            | Q(recommended_on__isnull=False)
            | Q(assembly_approved_on__isnull=False)
        )
        return self.annotate(
            answer=Case(
                When(
                    adopted & Q(activities_for_communities=True),
                    then=Value(WorkPlanAnswer.WITH_ACTIVITIES),
                ),
                When(adopted, then=Value(WorkPlanAnswer.YES)),
                default=Value(WorkPlanAnswer.NO),
                output_field=CharField(),
            )
        )


class CompensationReportQuerySet(PolicyQuerySet):
    def of_year(self, year):
        return self.filter(year=year)
