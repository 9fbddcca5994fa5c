import pytest

from places.models import Municipality
from tests.factories.committees import CommitteeFactory


@pytest.fixture
def councils(reference):
    """The councils of Pejë and Prizren, by the code of the municipality."""
    return {
        place.code: CommitteeFactory(kksb=True, municipality=place, name_sq=f"KKSB {place.name_sq}")
        for place in Municipality.objects.filter(code__in=["17", "20"])
    }
