from datetime import date

import pytest

from tests.factories.meetings import ActionFactory, InstitutionFactory, MeetingFactory

HELD_ON = date(2026, 3, 10)


@pytest.fixture
def meeting(world):
    """A meeting of the council of the small country, held in March."""
    return MeetingFactory(committee=world.kksb, starts_on=HELD_ON, agenda=["Siguria në shkolla"])


@pytest.fixture
def ask(meeting):
    """Return a function that asks something of whoever answers as the role; of none by default."""

    def make(answered_as="", meeting=meeting, **fields):
        institution = InstitutionFactory(answered_as=answered_as)
        return ActionFactory(meeting=meeting, institution=institution, **fields)

    return make
