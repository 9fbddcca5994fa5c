"""Who is trained and who is not yet: by member, by committee, by region.

A member is trained when they have a certificate that holds for every module that the kind of
committee asks for (`committees/data/courses.csv`). Observers are not counted. Where nothing is
asked or nobody is a member there is no share, not one of zero.
"""

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When
from django.db.models.fields import BooleanField

from committees.choices import CommitteeStatus, Module, Office
from committees.models import CourseNeed, Membership, Participation


@dataclass(frozen=True)
class Coverage:
    """So many of so many members are trained."""

    trained: int = 0
    members: int = 0

    @property
    def untrained(self):
        return self.members - self.trained

    @property
    def percent(self):
        """The share in whole percent; None where there is nobody."""
        return round(100 * self.trained / self.members) if self.members else None


def modules_asked(kind):
    """Return the modules that members of the kind of committee should have been through."""
    asked = set(CourseNeed.objects.filter(kind=kind).values_list("course__module", flat=True))
    return [module for module in Module if module in asked]


def members_on(day):
    """Whoever counts: members in force on the day, without observers and closed committees."""
    return (
        Membership.objects.in_force(day)
        .exclude(office=Office.OBSERVER)
        .exclude(seat__committee__status=CommitteeStatus.DISSOLVED)
    )


def with_missing(memberships, day=None):
    """Annotate `lacks_<module>` for each module, and `is_untrained` where any is lacking.

    With a day only certificates given until then count.
    """
    lacking = {f"lacks_{module.value}": _yes_or_no(_lacks(module, day)) for module in Module}
    any_of_them = Q()
    for name in lacking:
        any_of_them |= Q(**{name: True})
    return memberships.annotate(**lacking).annotate(is_untrained=_yes_or_no(any_of_them))


def coverage_by(memberships, key):
    """Return {value of the key: Coverage} of the memberships, in one statement."""
    rows = (
        with_missing(memberships)
        .order_by()
        .values(key)
        .annotate(
            members=Count("person", distinct=True),
            trained=Count("person", distinct=True, filter=Q(is_untrained=False)),
        )
    )
    return {row[key]: Coverage(row["trained"], row["members"]) for row in rows}


def _lacks(module, day):
    asked = CourseNeed.objects.filter(kind=OuterRef("seat__committee__kind"), course__module=module)
    had = Participation.objects.certified().filter(
        person=OuterRef("person"), training__course__module=module
    )
    if day:
        had = had.filter(certified_on__lte=day)
    return Q(Exists(asked)) & ~Q(Exists(had))


def _yes_or_no(condition):
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
