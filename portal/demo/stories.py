"""The requests of the demonstration: where each begins, and what became of it."""

from dataclasses import dataclass

from establishment.choices import Purpose, Route
from portal.demo.texts import (
    COVERED_ALREADY,
    JOINS_NEIGHBOURS,
    LETTER_UNREADABLE,
    OFFICER_TAKEN,
    Text,
)


@dataclass(frozen=True)
class Deed:
    """A step of the workflow, so many working days ago; the reason where it needs one."""

    days: int
    step: str
    reason: Text | None = None


@dataclass(frozen=True)
class Story:
    """A request, begun so many working days ago; without a route it is about a committee."""

    station: str
    route: str
    begun: int
    way: tuple[Deed, ...] = ()
    is_half_filled: bool = False
    # It asks (also) for what the committee of Prizren covers.
    covers_existing: bool = False

    @property
    def purpose(self):
        return Purpose.FOUNDING if self.route else Purpose.AREA


# Each level has ten working days.
STORIES = (
    # Drafts, one on each route
    Story("prizren", Route.CITIZENS, 2, is_half_filled=True),
    Story("prizren", Route.COMMANDER, 4, is_half_filled=True),
    # The station belongs to no confirmed region: it stands as submitted.
    Story("decan", Route.COMMANDER, 7, (Deed(5, "submit"),)),
    # At the station, for its commander to decide
    Story("prizren", Route.CITIZENS, 8, (Deed(6, "submit"),)),
    # At the regional director: due soon, overdue, and where nobody holds the post
    Story("prizren", Route.CITIZENS, 16, (Deed(14, "submit"), Deed(9, "forward"))),
    Story("suhareke", Route.COMMANDER, 18, (Deed(13, "submit"),)),
    Story("ferizaj", Route.COMMANDER, 9, (Deed(8, "submit"),)),
    # Back at the station, with the reason
    Story(
        "prizren",
        Route.CITIZENS,
        20,
        (Deed(17, "submit"), Deed(12, "forward"), Deed(5, "return", LETTER_UNREADABLE)),
    ),
    # At headquarters: corrected meanwhile, and a larger area for a committee that is there
    Story(
        "prizren",
        Route.CITIZENS,
        30,
        (
            Deed(27, "submit"),
            Deed(22, "forward"),
            Deed(13, "forward"),
            Deed(8, "return", OFFICER_TAKEN),
            Deed(2, "resubmit"),
        ),
    ),
    Story("prizren", "", 15, (Deed(12, "submit"), Deed(7, "forward")), covers_existing=True),
    # At the General Director
    Story(
        "prizren",
        Route.COMMANDER,
        33,
        (Deed(29, "submit"), Deed(21, "forward"), Deed(6, "forward")),
    ),
    # Approved, not so long ago that the first meeting would have to be held by now
    Story(
        "prizren",
        Route.CITIZENS,
        52,
        (
            Deed(50, "submit"),
            Deed(45, "forward"),
            Deed(36, "forward"),
            Deed(24, "forward"),
            Deed(16, "approve"),
        ),
    ),
    Story(
        "suhareke",
        Route.COMMANDER,
        35,
        (Deed(31, "submit"), Deed(23, "forward"), Deed(14, "forward"), Deed(4, "approve")),
    ),
    # Rejected, and withdrawn
    Story(
        "prizren",
        Route.COMMANDER,
        40,
        (Deed(37, "submit"), Deed(30, "forward"), Deed(22, "reject", COVERED_ALREADY)),
        covers_existing=True,
    ),
    Story(
        "shterpce",
        Route.COMMANDER,
        29,
        (Deed(26, "submit"), Deed(19, "withdraw", JOINS_NEIGHBOURS)),
    ),
)
