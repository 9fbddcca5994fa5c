"""How much is overdue, and where: by institution, by committee, by police region."""

from django.db.models import Count, F, Min

from core.i18n import name_field


def overdue_groups(actions, today):
    """Return {dimension: rows} of the overdue ones among the actions, the most first.

    Each row has `key` (as the filter of the list takes it, or None), `name`, `number` and
    `oldest`, the day that passed first.
    """
    overdue = actions.overdue(today)
    return {
        name: list(
            overdue.order_by()
            .values(key=F(key), name=F(label))
            .annotate(number=Count("pk"), oldest=Min("due_on"))
            .order_by("-number", "oldest", "key")
        )
        for name, key, label in (
            ("institution", "institution__code", f"institution__{name_field()}"),
            ("committee", "meeting__committee__slug", f"meeting__committee__{name_field()}"),
            (
                "region",
                "meeting__committee__municipality__region__code",
                f"meeting__committee__municipality__region__{name_field()}",
            ),
        )
    }
