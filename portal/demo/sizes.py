from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How much is made up."""

    councils: int
    local_committees: int
    years: int


# All but the four northern municipalities have a council, as OSCE counted in January 2024.
SMALL = Size(councils=34, local_committees=60, years=4)


def scaled(scale):
    """Return the size of the whole country over twelve years, or a part or a multiple of it."""
    return Size(
        councils=min(38, max(1, round(38 * scale))),
        local_committees=max(1, round(400 * scale)),
        years=12,
    )
