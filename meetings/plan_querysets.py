"""Reads of work plans and their activities: the answer that follows, what is due, what is done."""

from datetime import timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)

from core.i18n import fold
from core.policy import PolicyQuerySet
from meetings.choices import ActivityState, WorkPlanAnswer, WorkPlanStatus
from places.models import PopulationCount

MONTHS_OF_A_QUARTER = 3
OPEN = Q(state__in=[ActivityState.PLANNED, ActivityState.IN_PROGRESS])


class WorkPlanQuerySet(PolicyQuerySet):
    def of_year(self, year):
        return self.filter(year=year)

    def matching(self, text):
        """Plans with the text in the name of the committee or of its place."""
        key = fold(text)
        return self.filter(
            Q(committee__search_text__contains=key)
            | Q(committee__municipality__search_text__contains=key)
        )

    def adopted(self):
        """Plans that the committee adopted, whatever came of them in the assembly."""
        return self.exclude(status=WorkPlanStatus.DRAFT)

    def with_answer(self):
        """Annotate `answer`: no, yes, or with activities for communities.

        It follows from the activities on record; where there are none, from what was reported.
        The assembly does not approve what the council has not adopted: any step is an adoption.
        """
        activities = self.model.activities.rel.related_model.objects.filter(plan=OuterRef("pk"))
        reported = Q(activities_for_communities=True) & ~Exists(activities)
        return self.annotate(
            answer=Case(
                When(status=WorkPlanStatus.DRAFT, then=Value(WorkPlanAnswer.NO)),
                When(
                    Exists(activities.for_communities()) | reported,
                    then=Value(WorkPlanAnswer.WITH_ACTIVITIES),
                ),
                default=Value(WorkPlanAnswer.YES),
                output_field=CharField(),
            )
        )


def over_by(day):
    """The condition on an activity that the last day of its quarter is the day, or before it."""
    following = day + timedelta(days=1)
    return Q(plan__year__lt=following.year) | Q(
        plan__year=following.year, quarter__lte=(following.month - 1) // MONTHS_OF_A_QUARTER
    )


class ActivityQuerySet(PolicyQuerySet):
    def standing(self):
        """Activities that nobody dropped."""
        return self.exclude(state=ActivityState.DROPPED)

    def open(self):
        return self.filter(OPEN)

    def due_by(self, day):
        """Activities whose quarter has come to its end by the day, those dropped left out."""
        return self.standing().filter(over_by(day))

    def overdue(self, today):
        """Open activities whose quarter is over."""
        return self.open().filter(over_by(today - timedelta(days=1)))

    def to_do(self, today):
        """Open activities of adopted plans whose quarter is over or runs."""
        quarter = (today.month - 1) // MONTHS_OF_A_QUARTER + 1
        running = Q(plan__year=today.year, quarter=quarter)
        late = over_by(today - timedelta(days=1))
        return self.open().exclude(plan__status=WorkPlanStatus.DRAFT).filter(running | late)

    def for_communities(self):
        """Activities that name a non-majority community of the municipality of the committee.

        The majority is the largest community there by the latest census; a body without a
        municipality has none. An activity that was dropped serves nobody.
        """
        majority = PopulationCount.objects.of_the_majority(
            OuterRef("activity__plan__committee__municipality")
        )
        named = self.model.communities.through.objects.annotate(
            majority=Subquery(majority.values("community"))
        ).filter(Q(majority=None) | ~Q(community=F("majority")), activity=OuterRef("pk"))
        return self.standing().filter(Exists(named))

    def as_seen_on(self, today):
        """Annotate `serves`, whether it is for communities, and `is_late`, open past its time."""
        own = self.model.objects.filter(pk=OuterRef("pk"))
        return self.annotate(
            serves=Exists(own.for_communities()), is_late=Exists(own.overdue(today))
        )

    def by_quarter(self, today):
        """Return {quarter: its numbers}: of each state, those late, and the budget."""
        counts = {state.value: Count("pk", filter=Q(state=state)) for state in ActivityState}
        rows = (
            self.order_by()
            .values("quarter")
            .annotate(
                **counts,
                late=Count("pk", filter=OPEN & over_by(today - timedelta(days=1))),
                budgeted=Sum("budget", filter=~Q(state=ActivityState.DROPPED)),
            )
        )
        return {row["quarter"]: row for row in rows}

    def in_order(self):
        return self.order_by("quarter", "position", "pk")
