"""Texts come in clean, whatever was pasted; a paper never fails on a sign."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from core.pdf import compile_pdf, known_signs, printable
from core.text import clean_query, clean_text
from portal.middleware import TextMiddleware

# No database is asked.
pytestmark = pytest.mark.once

PLAIN = "KLSP «Çagllavicë» – Čaglavica, đšžć: 100 € (5 %) • ✓"
AWKWARD = {
    "bullet of a word processor": ("\uf0b7 pika", "• pika"),
    "byte order mark": ("\ufeffFjala", "Fjala"),
    "zero byte": ("Fja\x00la", "Fjala"),
    "bell and escape": ("\x07Fja\x1b[31mla", "Fja[31mla"),
    "turned direction": ("Beg\u202egnp.exe", "Beggnp.exe"),
    "isolated direction": ("\u2066Agim\u2069", "Agim"),
    "invisible space": ("Ag\u200bim", "Agim"),
    "soft hyphen": ("komi\u00adteti", "komiteti"),
    "letter and mark": ("Pej\u0065\u0308", "Pejë"),
    "half of a sign": ("a\ud83db", "ab"),
    "private use": ("a\ue000b\U000f0000c", "abc"),
    "no sign": ("a\uffffb", "ab"),
    "line separator": ("a\u2028b", "a\nb"),
}
SHOWN_OTHERWISE = ["😀 mirë", "中文", "שלום", "\U0001f1fd\U0001f1f0", "नमस्ते", "𝔉𝔬𝔯𝔲𝔪𝔦"]


@pytest.mark.parametrize(("text", "expected"), AWKWARD.values(), ids=AWKWARD)
def test_sign_that_nobody_sees_is_taken_out(text, expected):
    assert clean_text(text) == expected


@pytest.mark.parametrize("text", [PLAIN, "dy\nrreshta\r\n\tme tab", "", *SHOWN_OTHERWISE[:3]])
def test_text_of_people_stays(text):
    assert clean_text(text) == text


@given(st.text())
def test_clean_text_is_clean(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    clean_text(text).encode()


def test_fields_are_the_same_where_all_are_clean():
    query = QueryDict("a=1&a=2&b=Pejë")
    assert clean_query(query) is query
    cleaned = clean_query(QueryDict("a=1&a=%EF%BB%BF2&%00=x"))
    assert cleaned.getlist("a") == ["1", "2"]


def test_forms_addresses_and_names_of_files_reach_the_views_clean():
    upload = SimpleUploadedFile("fatura\u202egpj.pdf", b"x")
    request = RequestFactory().post("/?q=%EF%BB%BFa", {"text": "\uf0b7 a", "file": upload})
    TextMiddleware(HttpResponse).process_view(request, None, [], {})
    assert request.GET["q"] == "a"
    assert request.POST["text"] == "• a"
    assert request.FILES["file"].name == "faturagpj.pdf"


def test_paper_replaces_what_no_font_has():
    assert printable({"a": ["中 Pejë", 1, None]}) == {"a": ["□ Pejë", 1, None]}
    assert {ord(sign) for sign in PLAIN} <= known_signs()


@pytest.mark.parametrize(
    "text", [PLAIN, *SHOWN_OTHERWISE, *(bad for bad, _good in AWKWARD.values())]
)
def test_paper_is_set_with_any_text(tmp_path, text):
    template = tmp_path / "a.typ"
    template.write_text(
        '#set document(title: "a")\n#set text(font: "Source Sans 3", lang: "sq")\n'
        "#let data = json(bytes(sys.inputs.data))\n#data.text *#data.text*\n"
    )
    pdf = compile_pdf(template, {"text": text})
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
