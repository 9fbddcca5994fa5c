"""What a year says of each committee: did it report, how often did it meet, what did it answer."""

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from meetings.choices import CompensationAnswer, WorkPlanAnswer
from meetings.models import (
    CompensationReport,
    CountingRule,
    JointCommittee,
    Meeting,
    NilReport,
    WorkPlan,
)

NO_REPORT = "no_report"
NOT_APPLICABLE = "not_applicable"


def silent_on_meetings(year):
    """The condition on a committee of whose meetings in the year nobody said anything.

    A reported meeting, also a cancelled or a joint one, ends the silence, and so do a confirmed
    quarter without one and the answer that no compensation was due because no meeting was held:
    then the zero is a zero.
    """
    of_it = {"committee": OuterRef("pk")}
    none_held = CompensationReport.objects.of_year(year).filter(
        answer=CompensationAnswer.NOT_APPLICABLE, **of_it
    )
    spoken_of = Meeting.objects.in_year(year).spoken_of()
    return ~(
        Q(Exists(spoken_of.filter(**of_it)))
        | Q(Exists(JointCommittee.objects.filter(meeting__in=spoken_of, **of_it)))
        | Q(Exists(NilReport.objects.filter(year=year, **of_it)))
        | Q(Exists(none_held))
    )


def silent(year):
    """The condition on a committee of which nobody reported anything for the year."""
    answers = CompensationReport.objects.of_year(year).filter(committee=OuterRef("pk"))
    return silent_on_meetings(year) & ~Q(Exists(answers))


def _number(rows):
    """Return how many rows there are for the committee of the outer query, as an expression."""
    numbers = rows.order_by().values("committee").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)


def meetings_that_count(year):
    """Return how often the committee of the outer query met in the year, as an expression.

    A joint meeting counts for each committee by the rules on its own kind.
    """
    held = Meeting.objects.held().in_year(year)
    hosted = held.counting().filter(committee=OuterRef("pk"))
    rules = CountingRule.objects.on_meeting(OuterRef("committee__kind"), "meeting__")
    joined = (
        JointCommittee.objects.filter(Exists(rules), meeting__in=held, committee=OuterRef("pk"))
        # Whoever hosts a meeting has it counted already.
        .exclude(meeting__committee=F("committee"))
    )
    return _number(hosted) + _number(joined)


def with_requirement(committees, year, meetings_due):
    """Annotate `requirement`: yes, no, no report, or not applicable in the year of founding."""
    return committees.annotate(
        held=meetings_that_count(year),
        requirement=Case(
            When(established_on__year=year, then=Value(NOT_APPLICABLE)),
            When(held__gte=meetings_due, then=Value("yes")),
            When(silent_on_meetings(year), then=Value(NO_REPORT)),
            default=Value("no"),
            output_field=CharField(),
        ),
    )


def with_work_plan(committees, year):
    """Annotate `work_plan`: the three-valued answer of the year, or no report.

    A committee that reported on its year without any plan has none.
    """
    answer = (
        WorkPlan.objects.of_year(year)
        .with_answer()
        .filter(committee=OuterRef("pk"))
        .values("answer")
    )
    return committees.annotate(
        work_plan=Coalesce(
            Subquery(answer, output_field=CharField()),
            Case(
                When(silent(year), then=Value(NO_REPORT)),
                default=Value(WorkPlanAnswer.NO.value),
                output_field=CharField(),
            ),
        )
    )
