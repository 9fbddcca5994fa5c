from core.policy import PolicyQuerySet
from reports.choices import OUT, EditionStatus


class EditionQuerySet(PolicyQuerySet):
    def of_year(self, kind, year):
        """The editions of a kind of committee and a year."""
        return self.filter(kind=kind, year=year)

    def out(self):
        """Editions that were published, also those that a later one superseded."""
        return self.filter(status__in=OUT)

    def published(self):
        """The edition of each year that holds today."""
        return self.filter(status=EditionStatus.PUBLISHED)

    def without_figures(self):
        """Leave the frozen figures in the database, for lists."""
        return self.defer("figures", "before", "declared")

    def newest_first(self):
        return self.order_by("-year", "kind", "-pk")


class DeclaredTableQuerySet(PolicyQuerySet):
    def of_edition(self, edition):
        """The table that was frozen with the edition, or with an earlier one of its year."""
        if edition.cut_off is None:
            return self.none()
        return self.filter(kind=edition.kind, year=edition.year, frozen_at__lte=edition.cut_off)


class TotalQuerySet(PolicyQuerySet):
    def newest_first(self):
        return self.order_by("-year", "kind", "key", "area", "pk")


class SavedViewQuerySet(PolicyQuerySet):
    def standing(self):
        """Views that nobody ended."""
        return self.filter(ended_at=None)

    def named(self, name, *, role, owner):
        """The standing view of that name of a role, or of a person where there is no role."""
        return self.standing().filter(name=name, role=role, owner=None if role else owner)

    def in_order(self):
        """Own ones first, then those of roles, by name."""
        return self.order_by("role", "name", "pk")
