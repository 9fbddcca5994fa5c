from django.utils.text import slugify

from audit.actions import append_event
from committees.actions.mandates import link_council
from committees.choices import CommitteeKind
from committees.models import Committee
from core.i18n import fold
from core.policy import asks
from places.models import Settlement


def free_slug(kind, municipality, name):
    """Return an address that no committee has: `kksb-prizren`, `klsp-zhur`, `klsp-zhur-prizren`."""
    place = slugify(fold(municipality.name_sq)) if municipality else ""
    if kind == CommitteeKind.KKSB:
        wish = f"{kind}-{place}"
    else:
        wish = slugify(fold(name))[:80]
        wish = wish if wish.startswith(f"{kind}-") else f"{kind}-{wish}"
    taken = set(Committee.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
    wishes = [wish, f"{wish}-{place}", *(f"{wish}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in wishes if slug not in taken)


@asks("edit", of="committee")
def save_committee(committee, *, settlements, by):
    """Found or correct a committee; `settlements` are the names of the places it covers."""
    is_new = committee.pk is None
    if is_new:
        committee.slug = free_slug(committee.kind, committee.municipality, committee.name_sq)
    committee.save()
    if committee.municipality:
        committee.settlements.set(
            Settlement.objects.get_or_create(
                municipality=committee.municipality, key=fold(name), defaults={"name": name}
            )[0]
            for name in settlements
        )
    if is_new:
        link_council(committee)
    append_event("committee.found" if is_new else "committee.edit", by=by, subject=committee)
    return committee
