import pytest

from meetings.choices import ConcernStatus, Ministry, Sensitivity
from tests.factories.meetings import ConcernFactory, ReferralFactory

RAISED = {"meeting": None, "description": "Ura pa rrethojë"}


@pytest.fixture
def places(world):
    """A concern at each place of its way; named as the columns of the tables."""
    at_klsp = {**RAISED, "committee": world.klsp}
    passed = ConcernFactory(**at_klsp, holder_committee=world.kksb, status=ConcernStatus.REFERRED)
    ReferralFactory(concern=passed, to_committee=world.kksb)
    ministry = ConcernFactory(
        **at_klsp,
        holder_committee=None,
        holder_ministry=Ministry.MIA,
        status=ConcernStatus.REFERRED,
    )
    ReferralFactory(concern=ministry, to_committee=world.kksb)
    ReferralFactory(
        concern=ministry, from_committee=world.kksb, to_committee=None, to_ministry=Ministry.MIA
    )
    return {
        "home": ConcernFactory(**at_klsp),
        "secret": ConcernFactory(**at_klsp, sensitivity=Sensitivity.CONFIDENTIAL),
        "passed": passed,
        "ministry": ministry,
        "closed": ConcernFactory(**at_klsp, resolved=True),
        "published": ConcernFactory(**at_klsp, published=True),
        "council": ConcernFactory(**{**RAISED, "committee": world.kksb}),
    }
