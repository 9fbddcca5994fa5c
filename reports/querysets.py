from core.policy import PolicyQuerySet


class SavedViewQuerySet(PolicyQuerySet):
    def standing(self):
        """Views that nobody ended."""
        return self.filter(ended_at=None)

    def in_order(self):
        """Own ones first, then those of roles, by name."""
        return self.order_by("role", "name", "pk")
