"""Form pieces: date fields speak ISO in every language, lines become lists."""

from datetime import date

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from core.forms import ConfirmForm, DateInput, LayoutMixin, LinesField, ReasonForm, TimeInput


class Meal(LayoutMixin, forms.Form):
    day = forms.DateField(widget=DateInput)
    hour = forms.TimeField(widget=TimeInput)
    dishes = LinesField(required=False)


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_date_field_speaks_iso_in_every_language(language):
    with translation.override(language):
        shown = str(Meal(initial={"day": date(2026, 3, 9)})["day"])
        assert 'type="date"' in shown
        assert 'value="2026-03-09"' in shown
        assert Meal({"day": "2026-03-09", "hour": "18:30"}).is_valid()


def test_lines_lose_blanks_and_keep_their_order():
    form = Meal({"day": "2026-03-09", "hour": "18:30", "dishes": " flia \r\n\r\n\tpite\n"})
    assert form.is_valid()
    assert form.cleaned_data["dishes"] == ["flia", "pite"]
    assert str(Meal()["hour"]).count('type="time"') == 1


def test_text_of_one_line_stays_on_one_line():
    class Letter(LayoutMixin, forms.Form):
        place = forms.CharField()
        words = forms.CharField(widget=forms.Textarea)

    form = Letter({"place": "Salla\r\nBcc: all@example.org\n2", "words": "një\r\ndy"})
    assert form.is_valid()
    assert form.cleaned_data["place"] == "Salla Bcc: all@example.org 2"
    assert form.cleaned_data["words"] == "një\r\ndy"


def test_help_that_quotes_a_record_is_no_html():
    class Words(LayoutMixin, forms.Form):
        words = forms.CharField(help_text="<script>x</script> & more")

    html = render_to_string("layouts/form.html", {"form": Words()})
    assert "&lt;script&gt;x&lt;/script&gt; &amp; more" in html
    assert 'aria-describedby="id_words_helptext"' in html
    assert 'id="id_words_helptext"' in html


def test_nothing_typed_is_no_lines():
    form = Meal({"day": "2026-03-09", "hour": "18:30"})
    assert form.is_valid()
    assert form.cleaned_data["dishes"] == []


def test_helper_leaves_the_form_tag_to_the_page():
    helper = Meal().helper
    assert (helper.form_tag, helper.disable_csrf) == (False, True)
    assert helper.layout.fields == ["day", "hour", "dishes"]


def test_confirmation_asks_nothing_and_reason_insists():
    assert ConfirmForm({}).is_valid()
    form = ReasonForm({"comment": "  "})
    assert form.errors == {"comment": ["This field is required."]}
    assert not ReasonForm({"comment": "x" * 1001}).is_valid()
