"""Search keys of three languages, and the column of names that a reader gets."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import fold, name_field
from places.models import Municipality

# Words are turned into words.
pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Pejë", "peje"),
        ("PEJË", "peje"),
        ("Peć", "pec"),
        ("Пећ", "pec"),
        ("Đakovica", "djakovica"),
        ("Ђаковица", "djakovica"),
        ("Gjakovë", "gjakove"),
        ("Љубижда", "ljubizda"),
        ("Fushë  Kosovë/Kosovo Polje ", "fushe kosove/kosovo polje"),
        ("Štrpce", "strpce"),
        ("", ""),
    ],
)
def test_marks_case_and_script_fall_away(text, key):
    assert fold(text) == key


@given(st.text())
def test_key_of_a_key_is_the_key(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcçdđeëfghijklmnopqrsštuvwxyzž ", min_size=1))
def test_case_never_matters(text):
    assert fold(text.upper()) == fold(text)


@pytest.mark.parametrize(
    ("language", "name"),
    [("sq", "Ferizaj"), ("sr-latn", "Uroševac"), ("en", "Ferizaj"), ("fr", "Ferizaj")],
)
def test_name_follows_the_reader(language, name):
    place = Municipality(name_sq="Ferizaj", name_sr="Uroševac", name_en="Ferizaj")
    with translation.override(language):
        assert place.name == name
        assert getattr(place, name_field()) == name


def test_missing_name_falls_back_to_the_albanian_one():
    place = Municipality(name_sq="Hani i Elezit")
    for language in ("sq", "sr-latn", "en"):
        with translation.override(language):
            assert str(place) == "Hani i Elezit"


def test_two_official_names_show_only_where_they_differ():
    twin = Municipality(name_sq="Junik", name_sr="Junik", name_en="Junik")
    assert twin.other_official_name == ""
    with translation.override("sr-latn"):
        place = Municipality(name_sq="Ferizaj", name_sr="Uroševac", name_en="Ferizaj")
        assert place.other_official_name == "Ferizaj"


@pytest.mark.parametrize(
    ("mixed", "plain"),
    [
        ("П\u0070и\u0437\u0070\u0065н", "Призрен"),
        ("Gr\u0430\u010d\u0430nica", "Gračanica"),
        ("\u0420rizren", "Prizren"),
        ("Ко\u0063\u006fво", "Косово"),
    ],
)
def test_letters_that_look_alike_are_read_by_the_script_of_the_word(mixed, plain):
    assert mixed != plain
    assert fold(mixed) == fold(plain)
