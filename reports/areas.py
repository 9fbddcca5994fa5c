"""The areas that figures speak of: the country, a police region, a municipality."""

from dataclasses import dataclass
from os.path import commonprefix

from core.i18n import sort_key
from places.models import Municipality, PoliceRegion


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


def without_shared_beginning(names):
    """Return the names without the words that all of them begin with, but never without any."""
    words = [name.split() for name in names]
    shared = len(commonprefix([of_one[:-1] for of_one in words]))
    return [" ".join(of_one[shared:]) for of_one in words]


def named_regions():
    """Return (area, name) of every police region, by name.

    What all of them are called stands over them already: «Prizren», not the whole of «Regional
    Police Directorate Prizren».
    """
    regions = list(PoliceRegion.objects.all())
    names = without_shared_beginning([region.name for region in regions])
    named = [(Area(region=row.code), name) for row, name in zip(regions, names, strict=True)]
    return sorted(named, key=lambda pair: sort_key(pair[1]))
