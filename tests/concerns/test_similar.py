"""Which concerns are shown as perhaps the same."""

import pytest

from concerns.similar import similar_to
from tests.factories.meetings import ConcernFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("others", "found"),
    [
        (["Shtyllat e ndricimit te SHKOLLA", "Qentë endacakë në treg"], [0]),
        # Half of the words of the shorter one are enough.
        (["Shtylla në fund të lumit Drini", "Shkolla", "Shtylla e ndriçimit"], [1, 2]),
        # The beginning of a word in the middle of another is no word in common.
        (["Parashkolla", "Shkollat"], [1]),
        (["Asgjë e përbashkët"], []),
    ],
)
def test_concerns_with_words_in_common(world, found, others):
    raised = {"meeting": None, "committee": world.klsp}
    rows = [ConcernFactory(**raised, description=text) for text in others]
    concern = ConcernFactory(**raised, description="Shtylla e ndriçimit te shkolla")
    user = world.person("secretary")
    assert {row.pk for row in similar_to(concern, user)} == {rows[number].pk for number in found}


def test_without_a_word_that_says_something_nothing_is_asked(world, django_assert_num_queries):
    concern = ConcernFactory(meeting=None, committee=world.klsp, description="ku? as te ne")
    with django_assert_num_queries(0):
        assert similar_to(concern, None) == []
