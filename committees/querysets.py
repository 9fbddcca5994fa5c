from django.db.models import Case, Count, Exists, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.fields import CharField

from committees.choices import (
    CommitteeState,
    CommitteeStatus,
    Office,
    ParticipationStatus,
)
from core.i18n import fold, slip_pattern
from core.policy import PolicyQuerySet


class CommitteeQuerySet(PolicyQuerySet):
    def of_kind(self, kind):
        return self.filter(kind=kind)

    def matching(self, text):
        """Committees with each word in a name, number, settlement or spelling of the place.

        A slip of one letter is forgiven: names of places are written in many ways.
        """
        found = self
        for word in fold(text).split():
            pattern = slip_pattern(word)
            covering = self.model.settlements.through.objects.filter(settlement__key__regex=pattern)
            found = found.filter(
                Q(search_text__regex=pattern)
                | Q(municipality__search_text__regex=pattern)
                | Q(pk__in=covering.values("committee"))
            )
        return found

    def with_place(self):
        return self.select_related("municipality__region", "station")

    def with_state_on(self, day):
        """Annotate `state`, what the committee was on the day, as a `CommitteeState`.

        A committee is there from the day it was founded (or since ever, where nobody knows the
        day) until it is dissolved. Its mandate is expired when members were recorded, and none of
        them is in force within the term: all have left, or serve beyond it until replaced. Where
        no member was ever recorded the portal says nothing against the mandate.
        """
        rosters = self.model.memberships_of(OuterRef("pk"))
        founded = Q(established_on=None) | Q(established_on__lte=day)
        since = Q(status_on=None) | Q(status_on__lte=day)
        ended = Q(until_on__lt=day) | Q(from_on__lte=day, mandate_until_on__lt=day)
        expired = Exists(rosters.filter(ended)) & ~Exists(rosters.in_force(day).within_term(day))
        return self.annotate(
            state=Case(
                When(~founded, then=Value(CommitteeState.NOT_ESTABLISHED)),
                When(
                    Q(status=CommitteeStatus.DISSOLVED) & since,
                    then=Value(CommitteeState.DISSOLVED),
                ),
                When(
                    Q(status=CommitteeStatus.SUSPENDED) & since, then=Value(CommitteeState.INACTIVE)
                ),
                When(expired, then=Value(CommitteeState.MANDATE_EXPIRED)),
                default=Value(CommitteeState.ESTABLISHED),
                output_field=CharField(),
            )
        )


class SeatQuerySet(PolicyQuerySet):
    def there_on(self, day):
        """The seats that the committee has on the day; a seat is there until it is closed."""
        return self.filter(
            Q(opened_on=None) | Q(opened_on__lte=day), Q(closed_on=None) | Q(closed_on__gte=day)
        )

    def with_names(self):
        return self.select_related("represents_community", "represents_religion")

    def in_order(self):
        return self.order_by("position", "pk")

    def with_last_held_before(self, day):
        """Annotate `last_held_on`: the last day before the given one on which somebody held it."""
        return self.annotate(
            last_held_on=Max("memberships__until_on", filter=Q(memberships__until_on__lt=day))
        )


class MembershipQuerySet(PolicyQuerySet):
    def in_force(self, day):
        """Who was a member on the day; the first and the last day included."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)

    def overlapping(self, first, last):
        """Who was a member on one of the days from the first to the last (None: without an end)."""
        begun = self if last is None else self.filter(from_on__lte=last)
        return begun.filter(Q(until_on=None) | Q(until_on__gte=first))

    def within_term(self, day):
        """Memberships whose term, where one is recorded, is not over on the day."""
        return self.filter(Q(mandate_until_on=None) | Q(mandate_until_on__gte=day))

    def beyond_term(self, day):
        """Who is a member on the day although the term is over, until a successor comes."""
        return self.in_force(day).filter(mandate_until_on__lt=day)

    def of(self, committee):
        return self.filter(seat__committee=committee)

    def with_seat(self):
        return self.select_related(
            "person",
            "seat__committee__municipality__region",
            "seat__represents_community",
            "seat__represents_religion",
        )

    def matching(self, text):
        """Memberships with the text in the name of the person, the committee or the place."""
        key = fold(text)
        return self.filter(
            Q(person__search_text__contains=key)
            | Q(seat__committee__search_text__contains=key)
            | Q(seat__committee__municipality__search_text__contains=key)
        )

    def voting(self):
        """Members who have a vote: observers are left out."""
        return self.filter(seat__is_voting=True).exclude(office=Office.OBSERVER)

    def with_sex_recorded(self):
        return self.exclude(person__sex="")

    def in_order(self):
        return self.order_by("seat__position", "seat__pk", "from_on", "pk")


class StruckQuerySet(PolicyQuerySet):
    def standing(self):
        """Those that nobody took back."""
        return self.filter(restored_at=None)

    def of(self, committee):
        return self.filter(seat__committee=committee)

    def newest_first(self):
        return self.order_by("-struck_at", "-pk")


class PersonQuerySet(PolicyQuerySet):
    def known(self):
        """Persons, without the emptied rows of those who were merged into another."""
        return self.filter(merged_into=None)

    def matching(self, text):
        return self.filter(search_text__contains=fold(text))


class DatedQuerySet(PolicyQuerySet):
    """Dated data: each row holds from its first to its last day."""

    def in_force(self, day):
        """The rows that hold on the day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class DeadlineQuerySet(PolicyQuerySet):
    def open(self):
        """What committees in being still have to do, the most urgent first."""
        return (
            self.filter(done_on=None)
            .exclude(committee__status=CommitteeStatus.DISSOLVED)
            .order_by("due_on", "pk")
        )


class MandateQuerySet(PolicyQuerySet):
    def running(self):
        """Mandates that have not ended; a municipality has one at most."""
        return self.filter(ended_on=None)

    def newest_first(self):
        return self.order_by("-oath_on", "-pk")

    def oath_of(self, municipality):
        """The day of the oath of a municipality's running mandate, for an outer query."""
        return Subquery(self.running().filter(municipality=municipality).values("oath_on")[:1])


class TrainingQuerySet(PolicyQuerySet):
    def matching(self, text):
        """Trainings with the text in provider or place."""
        return self.filter(search_text__contains=fold(text))

    def in_year(self, year):
        """Trainings that began in the year."""
        return self.filter(from_on__year=year)

    def with_course(self):
        return self.select_related("course", "municipality__region")

    def with_counts(self):
        """Annotate `took_part` and `certified`, without what was entered by mistake."""
        status = "participations__status"
        return self.annotate(
            took_part=Count(
                "participations", filter=~Q(**{status: ParticipationStatus.STRUCK}), distinct=True
            ),
            certified=Count(
                "participations", filter=Q(**{status: ParticipationStatus.CERTIFIED}), distinct=True
            ),
        )

    def newest_first(self):
        return self.order_by("-from_on", "-pk")


class ParticipationQuerySet(PolicyQuerySet):
    def certified(self):
        """Those whose certificate holds."""
        return self.filter(status=ParticipationStatus.CERTIFIED)

    def counting(self):
        """All but what was entered by mistake."""
        return self.exclude(status=ParticipationStatus.STRUCK)

    def in_order(self):
        return self.order_by(
            "committee__name_sq", "person__family_name", "person__given_name", "pk"
        )
