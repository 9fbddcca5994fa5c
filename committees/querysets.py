from django.db.models import Case, Count, Exists, Max, OuterRef, Q, Value, When
from django.db.models.fields import CharField

from committees.choices import (
    CommitteeState,
    CommitteeStatus,
    Office,
    ParticipationStatus,
)
from core.i18n import fold
from core.policy import PolicyQuerySet


class CommitteeQuerySet(PolicyQuerySet):
    def of_kind(self, kind):
        return self.filter(kind=kind)

    def matching(self, text):
        """Committees with the text in a name, number, settlement or spelling of the place."""
        key = fold(text)
        return self.filter(
            Q(search_text__contains=key)
            | Q(municipality__search_text__contains=key)
            | Q(
                pk__in=self.model.settlements.through.objects.filter(
                    settlement__key__contains=key
                ).values("committee")
            )
        )

    def with_place(self):
        return self.select_related("municipality__region", "station")

    def with_state_on(self, day):
        """Annotate `state`, what the committee was on the day, as a `CommitteeState`.

        A committee is there from the day it was founded (or since ever, where nobody knows the
        day) until it is dissolved. Its mandate is expired when members were recorded, some have
        ended, and none is in force. Where no member was ever recorded the portal says nothing
        against the mandate.
        """
        rosters = self.model.memberships_of(OuterRef("pk"))
        founded = Q(established_on=None) | Q(established_on__lte=day)
        since = Q(status_on=None) | Q(status_on__lte=day)
        expired = Exists(rosters.filter(until_on__lt=day)) & ~Exists(rosters.in_force(day))
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

    def of(self, committee):
        return self.filter(seat__committee=committee)

    def voting(self):
        """Members who have a vote: observers are left out."""
        return self.filter(seat__is_voting=True).exclude(office=Office.OBSERVER)

    def with_sex_recorded(self):
        return self.exclude(person__sex="")

    def in_order(self):
        return self.order_by("seat__position", "seat__pk", "from_on", "pk")


class PersonQuerySet(PolicyQuerySet):
    def matching(self, text):
        return self.filter(search_text__contains=fold(text))


class RuleQuerySet(PolicyQuerySet):
    def in_force(self, day):
        """The rules that hold on the day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class DeadlineQuerySet(PolicyQuerySet):
    def open(self):
        """What committees in being still have to do, the most urgent first."""
        return (
            self.filter(done_on=None)
            .exclude(committee__status=CommitteeStatus.DISSOLVED)
            .order_by("due_on", "pk")
        )


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
