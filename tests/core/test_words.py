"""Searches are short enough to be answered at once; a longer one is told so."""

import django_filters
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.forms import WordsField
from core.i18n import slip_pattern
from portal import urls  # noqa: F401 -- loads every list with its filters

pytestmark = pytest.mark.once
SEARCHED = ["committees:list", "meetings:list", "concerns:list", "follow_up:list"]


@pytest.mark.parametrize("text", ["x" * 101, "a " * 9])
def test_long_search_is_refused(text):
    with pytest.raises(ValidationError):
        WordsField().clean(text)


def test_slips_are_forgiven_in_words_that_people_write():
    assert "|" in slip_pattern("x" * 24)
    assert slip_pattern("x" * 25) == "x" * 25


def filtersets(base=django_filters.FilterSet):
    for one in base.__subclasses__():
        if one.__module__.split(".")[0] not in ("django_filters", "ninja"):
            yield one
        yield from filtersets(one)


def test_every_text_that_is_searched_for_has_a_bound():
    """A text of 1,900 letters took the database half a minute."""
    unbounded = [
        f"{one.__name__}.{name}"
        for one in filtersets()
        for name, field in one.base_filters.items()
        if type(field) is django_filters.CharFilter and not field.extra.get("max_length")
    ]
    assert list(filtersets())
    assert not unbounded


@pytest.mark.parametrize("text", ["x" * 3800, "fjala " * 1100], ids=["letters", "words"])
@pytest.mark.django_db
def test_interface_says_what_is_wrong_with_a_search(client, text):
    for noun in ("committees", "meetings", "concerns"):
        answer = client.get(f"/api/v1/{noun}/", {"q": text})
        assert answer.status_code == 422, noun
        assert "q" in answer.json()["errors"]


@pytest.mark.parametrize("text", ["x" * 3800, "fjala " * 1100], ids=["letters", "words"])
def test_lists_show_what_is_wrong_with_a_search(world, signed_in, text):
    client = signed_in("mia_officer")
    for name in SEARCHED:
        page = client.get(reverse(name), {"q": text})
        assert page.status_code == 200, name
        assert page.context["filter"].form.errors.keys() == {"q"}, name
