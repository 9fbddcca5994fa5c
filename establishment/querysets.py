from django.db.models import Exists, OuterRef, Q

from core.i18n import fold
from core.policy import PolicyQuerySet
from establishment.choices import OPEN, RequestStatus


class ChainQuerySet(PolicyQuerySet):
    def in_force(self, day):
        """The one chain that a request submitted on the day goes up; as a query of one row."""
        return self.filter(valid_from__lte=day).order_by("-valid_from")[:1]


class EstablishmentRequestQuerySet(PolicyQuerySet):
    def open(self):
        """Requests of which nobody has decided."""
        return self.filter(status__in=OPEN)

    def overdue(self, today):
        """Requests that a level should have decided by yesterday; the clock of others stands."""
        return self.filter(status=RequestStatus.AT_LEVEL, due_on__lt=today)

    def waiting_for(self, user):
        """Requests that this user could decide on, correct or help onto their way today."""
        return self.permitted(user, "take_on")

    def matching(self, text):
        """Requests with the text in the number, a name, a settlement or a spelling of the place."""
        key = fold(text)
        return self.filter(
            Q(search_text__contains=key)
            | Q(station__municipality__search_text__contains=key)
            | Q(
                pk__in=self.model.settlements.through.objects.filter(
                    settlement__key__contains=key
                ).values("establishmentrequest")
            )
        )

    def covering(self, settlements):
        """Requests for any of the settlements."""
        through = self.model.settlements.through.objects.filter(settlement__in=settlements)
        return self.filter(Exists(through.filter(establishmentrequest=OuterRef("pk"))))

    def with_place(self):
        return self.select_related("station__municipality", "region", "step", "committee")

    def newest_first(self):
        return self.order_by("-submitted_on", "-pk")


class ProposedMemberQuerySet(PolicyQuerySet):
    def in_order(self):
        return self.order_by("position", "pk")

    def named(self):
        """Seats for which somebody is proposed."""
        return self.exclude(family_name="")


class DocumentQuerySet(PolicyQuerySet):
    def kept(self):
        """Documents that were not taken back."""
        return self.filter(removed_at=None)
