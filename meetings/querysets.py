from collections import Counter
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Value,
    When,
)
from django.db.models.functions import ExtractYear

from core.i18n import fold, slip_pattern
from core.policy import PolicyQuerySet
from meetings.choices import LOCKED, MeetingKind, MeetingStatus


class MeetingQuerySet(PolicyQuerySet):
    def of(self, committee):
        """Meetings of a committee, and those that it holds together with others."""
        return self.taking_part(committee=committee)

    def of_kind(self, kind):
        """Meetings of the committees of a kind, joint ones included."""
        return self.taking_part(committee__kind=kind)

    def taking_part(self, **lookups):
        """Meetings whose host, or one of the committees that joined it, fits the lookups.

        Each meeting stands there once, however many of its committees fit.
        """
        joined = self.model.partners.through.objects.filter(**lookups)
        return self.filter(Q(**lookups) | Q(pk__in=joined.values("meeting")))

    def held(self):
        return self.filter(status=MeetingStatus.HELD)

    def public(self):
        """What everybody may know of, and so all that a public number may count."""
        return self.exclude(kind=MeetingKind.EXECUTIVE)

    def counting(self, kind=None):
        """Meetings that count toward the yearly number of committees of the kind.

        Without one it is the kind of the host. The rules in force in the year of the meeting
        decide; a meeting of which no year is known counts nowhere.
        """
        rules = self.model.counting_rules()
        return self.filter(Exists(rules.on_meeting(Value(kind) if kind else None)))

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

    def without_minutes(self):
        """Meetings of which neither minutes, short or by item, nor a document is kept."""
        documents = self.model.documents.rel.related_model.objects
        items = self.model.agenda.rel.related_model.objects.filter(texts__isnull=False)
        return self.filter(summary="").exclude(
            Exists(documents.filter(meeting=OuterRef("pk")))
            | Exists(items.filter(meeting=OuterRef("pk")))
        )

    def matching(self, text):
        """Meetings with the text in the place or the agenda, or in a name of a committee."""
        key = fold(text)
        named = Q(committee__search_text__contains=key) | Q(
            committee__municipality__search_text__contains=key
        )
        joined = self.model.partners.through.objects.filter(named)
        return self.filter(
            Q(search_text__contains=key) | named | Q(pk__in=joined.values("meeting"))
        )

    def with_committee(self):
        return self.select_related("committee__municipality__region", "committee__station")

    def with_committees(self):
        """Each meeting with its host and the committees that hold it together with the host."""
        committees = self.model._meta.get_field("partners").related_model.objects
        partners = Prefetch("partners", committees.select_related("municipality"))
        return self.with_committee().prefetch_related(partners)

    def number_by_municipality(self, kind):
        """Return {municipality code: number of meetings} of the committees of the kind.

        A joint meeting counts once in each municipality from which a committee took part.
        """
        hosted = (
            self.filter(committee__kind=kind)
            .order_by()
            .values_list("committee__municipality__code")
            .annotate(number=Count("pk"))
        )
        joined = (
            self.model.partners.through.objects.filter(meeting__in=self, committee__kind=kind)
            .exclude(
                meeting__committee__kind=kind,
                meeting__committee__municipality=F("committee__municipality"),
            )
            .values_list("committee__municipality__code")
            .annotate(number=Count("meeting", distinct=True))
        )
        numbers = Counter()
        for code, number in hosted.union(joined, all=True):
            numbers[code] += number
        return numbers

    def newest_first(self):
        """The latest first; those of which no date is known come last."""
        return self.order_by(F("starts_on").desc(nulls_last=True), "-pk")

    def soonest_first(self):
        return self.order_by(F("starts_on").asc(nulls_last=True), "pk")


class CountingRuleQuerySet(PolicyQuerySet):
    def in_force_in(self, year):
        """The rules by which the year is judged: those in force on its last day."""
        return self._at_the_end_of(year)

    def on_meeting(self, kind=None, meeting=""):
        """The rules by which the meeting of an outer query counts.

        `kind` is the kind of committee for which it is asked, by default that of the host;
        `meeting` is the way from the outer row to the meeting.
        """
        return self._at_the_end_of(ExtractYear(OuterRef(f"{meeting}starts_on"))).filter(
            committee_kind=kind or OuterRef(f"{meeting}committee__kind"),
            meeting_kind=OuterRef(f"{meeting}kind"),
        )

    def _at_the_end_of(self, year):
        last_day = Q(valid_to__month=12, valid_to__day=31, valid_to__year=year)
        return self.filter(
            Q(valid_to=None) | Q(valid_to__year__gt=year) | last_day, valid_from__year__lte=year
        )

    def in_order(self):
        return self.order_by("committee_kind", "-valid_from", "pk")


def _changed(model):
    """The condition on a dismissal that the history of its record goes on after it."""
    return Exists(
        model.history.filter(id=OuterRef("record_id"), history_date__gt=OuterRef("dismissed_at"))
    )


class DismissalQuerySet(PolicyQuerySet):
    def standing(self, model):
        """Those of records of the model that nobody took back, and whose record is unchanged."""
        return self.filter(record=model._meta.label, withdrawn_at=None).exclude(_changed(model))

    def with_lapse(self, models):
        """Annotate `lapsed`: the record, of one of the models, was changed afterwards."""
        return self.annotate(
            lapsed=Case(
                *(When(record=model._meta.label, then=_changed(model)) for model in models),
                default=Value(False),
                output_field=BooleanField(),
            )
        )


class AttendanceQuerySet(PolicyQuerySet):
    def with_seat(self):
        return self.select_related(
            "membership__person",
            "membership__seat__represents_community",
            "membership__seat__represents_religion",
        )

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


class ConcernQuerySet(MatterQuerySet):
    def of(self, committee):
        """What was raised before the committee, also at a joint meeting, and passed to it."""
        passed = self.model.referrals.rel.related_model.objects.filter(to_committee=committee)
        meetings = self.model._meta.get_field("meeting").related_model
        joined = meetings.partners.through.objects.filter(committee=committee)
        return self.filter(
            Q(committee=committee)
            | Q(pk__in=passed.values("concern"))
            | Q(meeting__in=joined.values("meeting"))
        )

    def with_parts(self):
        """With what a line of a list shows."""
        return self.select_related(
            "committee__municipality",
            "category",
            "settlement",
            "holder_committee__municipality",
            "meeting",
        ).prefetch_related("communities")

    def matching(self, text):
        """Concerns whose words, or the names of their place, hold each of the given ones.

        A slip of one letter is forgiven in the words of the concern.
        """
        found = self
        for word in fold(text).split():
            found = found.filter(
                Q(search_text__regex=slip_pattern(word))
                | Q(committee__search_text__contains=word)
                | Q(committee__municipality__search_text__contains=word)
                | Q(settlement__key__contains=word)
            )
        return found

    def raised_before(self, meeting):
        """What lies with the committee or came from it, raised before the day of the meeting."""
        if meeting.starts_on is None:
            return self.none()
        return self.filter(
            Q(committee=meeting.committee_id) | Q(holder_committee=meeting.committee_id),
            raised_on__lt=meeting.starts_on,
        )

    def oldest_first(self):
        return self.order_by("raised_on", "pk")

    def newest_first(self):
        return self.order_by(F("raised_on").desc(nulls_last=True), "-pk")


class ReferralQuerySet(PolicyQuerySet):
    def open(self):
        """Referrals of which nothing came back yet."""
        return self.filter(outcome="")

    def in_order(self):
        return self.order_by("passed_at", "pk")


class ActionQuerySet(MatterQuerySet):
    def raised_before(self, meeting):
        """What earlier meetings of the same committee left; nothing is earlier than no date."""
        if meeting.starts_on is None:
            return self.none()
        return self.filter(
            meeting__committee=meeting.committee_id,
            meeting__starts_on__lt=meeting.starts_on,
            meeting__status=MeetingStatus.HELD,
        )

    def oldest_first(self):
        return self.order_by("meeting__starts_on", "pk")

    def overdue(self, today):
        """Open actions whose day has passed."""
        return self.open().filter(due_on__lt=today)

    def due_by(self, day, *, today):
        """Open actions whose day comes from today until the given one."""
        return self.open().filter(due_on__range=(today, day))

    def matching(self, text):
        """Actions whose words hold each of the given ones, a slip of one letter forgiven."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__regex=slip_pattern(word))
        return found

    def unrecognised(self):
        """Actions whose addressee is no institution that the portal knows."""
        return self.filter(institution=None)

    def with_place(self):
        """Each action with its institution and the committee that decided it."""
        return self.select_related(
            "institution", "meeting__committee__municipality__region", "meeting__committee__station"
        )

    def by_due(self):
        """The most pressing first; those without a day, and then the closed ones, come last."""
        return self.order_by(
            F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "-pk"
        )


class MinutesQuerySet(PolicyQuerySet):
    def locked(self):
        """Minutes that nobody changes without opening them again."""
        return self.filter(status__in=LOCKED)


class CompensationReportQuerySet(PolicyQuerySet):
    def of_year(self, year):
        return self.filter(year=year)
