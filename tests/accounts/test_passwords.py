"""Passwords that whoever knows the portal would try first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        "forumi-demo",
        "forumi-demo-2026",
        "Policia2026!",
        "KOSOVA-kksb-1",
        "Prizren.2026!",
        "Peja1234567",
    ],
)
@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_words_of_the_portal_and_of_places_are_refused(reference, typed, language):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        validate_password(typed)
    assert "password_of_context" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "typed", [PASSWORD, "x9$2k#8!q4%7z1", "prizren has nine bridges", "84-11/62 71:93"]
)
def test_other_passwords_are_taken(reference, typed):
    validate_password(typed)
