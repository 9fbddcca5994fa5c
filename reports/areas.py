"""The areas that figures speak of: the country, a police region, a municipality."""

from dataclasses import dataclass

from places.models import Municipality


@dataclass(frozen=True)
class Area:
    """The municipalities of a region, one of them, or all: what a figure is the figure of."""

    region: str = ""
    municipality: str = ""

    @property
    def key(self):
        """The area in one word: empty for the country, a region's code, or two digits."""
        return self.municipality or self.region

    def holds(self, code, region):
        """Tell whether a municipality lies in the area; `region` may be None."""
        return self.municipality in ("", code) and self.region in ("", region)


def every_area():
    """Return `{area: codes of its municipalities}`: the country first, then regions, then all."""
    places = list(Municipality.objects.order_by("code").values_list("code", "region__code"))
    regions = sorted({region for _code, region in places if region})
    areas = [Area(), *(Area(region=region) for region in regions)]
    areas += [Area(municipality=code) for code, _region in places]
    return {area: [code for code, region in places if area.holds(code, region)] for area in areas}
