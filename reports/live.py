"""All figures of a kind of committee and a year, computed from the records as they are now."""

from reports.areas import every_area
from reports.indicators import INDICATORS


def computed(period, indicators=INDICATORS):
    """Return `{area: {key of the indicator: Figure}}` for the country, each region, each place.

    A figure that there is not (no body of the kind, no rule) is left out.
    """
    areas = every_area()
    places = sorted({code for codes in areas.values() for code in codes})
    figures = {area: {} for area in areas}
    for indicator in indicators:
        by_place = indicator.by_municipality(period, places)
        for area, codes in areas.items():
            within = {code: by_place[code] for code in codes if code in by_place}
            if area.municipality and within:
                # Of one municipality there is nothing to sum up, and nothing to ask once more.
                figures[area][indicator.key] = within[area.municipality]
            elif within:
                figures[area][indicator.key] = indicator.of_area(period, within)
    return figures
