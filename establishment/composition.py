"""A first look at who would sit on the committee: advice to whoever proposes and decides.

Communities are those of the municipality by one named, dated baseline; it does not know the
village. What is counted are seats («represents X»), never what a person is.
"""

from dataclasses import dataclass

from committees.choices import Capacity, Office, Sex
from places.models import PopulationBaseline, PopulationCount

# A community with this share of the people counts as living there.
LIVES_THERE = 0.01


@dataclass(frozen=True)
class CommunityRow:
    """A community of the municipality: how many people, what share, how many seats."""

    name: str
    persons: int
    share: float
    seats: int


@dataclass(frozen=True)
class Composition:
    seats: int
    named: int
    women: int
    sex_known: int
    has_chair: bool
    has_police: bool
    has_youth: bool
    communities: list
    baseline: PopulationBaseline | None

    @property
    def empty(self):
        return self.seats - self.named

    @property
    def women_percent(self):
        """Share of women among those whose sex is stated; None where nobody's is."""
        return round(100 * self.women / self.sex_known) if self.sex_known else None

    @property
    def unrepresented(self):
        """Communities that live there and for which no seat stands."""
        return [row for row in self.communities if not row.seats]


def composition_of(members, municipality):
    """Return the composition that the proposals make, beside the people of the municipality."""
    members = list(members)
    named = [member for member in members if member.family_name]
    baseline = (
        PopulationBaseline.objects.filter(counts__municipality=municipality)
        .order_by("-counted_on")
        .first()
    )
    return Composition(
        seats=len(members),
        named=len(named),
        women=sum(member.sex == Sex.FEMALE for member in named),
        sex_known=sum(member.sex in (Sex.FEMALE, Sex.MALE) for member in named),
        has_chair=any(member.office == Office.CHAIR for member in named),
        has_police=any(member.office == Office.POLICE for member in named),
        has_youth=any(member.capacity == Capacity.YOUTH for member in members),
        communities=_communities(members, municipality, baseline) if baseline else [],
        baseline=baseline,
    )


def _communities(members, municipality, baseline):
    counts = list(
        PopulationCount.objects.filter(baseline=baseline, municipality=municipality)
        .select_related("community")
        .order_by("-persons", "community__position")
    )
    total = next((count.persons for count in counts if count.community is None), 0)
    rows = []
    for count in counts:
        if count.community is None or count.community.code == "other" or not total:
            continue
        share = count.persons / total
        seats = sum(member.represents_community_id == count.community_id for member in members)
        if share >= LIVES_THERE or seats:
            rows.append(CommunityRow(count.community.name, count.persons, share, seats))
    return rows
