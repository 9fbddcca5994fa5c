"""What looks private in a text is marked; what belongs to institutions and places is not."""

import pytest

from meetings.privacy import Private, private_passages, public_words
from tests.factories.committees import SeatFactory


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("thirrni 044 123 456 sot", Private.PHONE, "044 123 456"),
        ("tel. 044/123-456", Private.PHONE, "044/123-456"),
        ("+383 44 123 456", Private.PHONE, "+383 44 123 456"),
        ("+38344123456.", Private.PHONE, "+38344123456"),
        ("049123456", Private.PHONE, "049123456"),
        ("numri personal 1171234567", Private.PERSONAL_NUMBER, "1171234567"),
        ("JMBG 0101980912345", Private.PERSONAL_NUMBER, "0101980912345"),
        ("vetura 01-234-AB", Private.PLATE, "01-234-AB"),
        ("vozilo KM 012-AB", Private.PLATE, "KM 012-AB"),
        ("shkruani te dikush@example.org", Private.EMAIL, "dikush@example.org"),
        ("banori Agron Gashi u ankua", Private.NAME, "Agron Gashi"),
        ("stanovnik Čedomir Đorđević", Private.NAME, "Čedomir Đorđević"),
        ("ankesa e Agron B. Gashi", Private.NAME, "Agron B. Gashi"),
    ],
)
def test_private_words_are_marked(text, kind, words):
    (passage,) = private_passages(text)
    assert (passage.kind, passage.words) == (kind, words)
    assert text == passage.before + passage.words + passage.after


@pytest.mark.parametrize(
    "text",
    [
        "Më 12.05.2026 u mblodhën 15 anëtarë.",
        "Buxheti është 12 500 euro.",
        "Sipas udhëzimit 27/2012 dhe 03/2012",
        "Komandanti raportoi. Policia patrullon.",
        "",
    ],
)
def test_dates_sums_and_sentences_are_not(text):
    assert private_passages(text) == []


@pytest.mark.django_db
def test_words_of_places_and_institutions_are_public(world):
    SeatFactory(committee=world.kksb, title="Drejtori Ekzekutiv")
    words = public_words(world.kksb)
    assert private_passages("Drejtoria Komunale raportoi", public_words=words) == []
    assert private_passages("Udruženje Ekzekutiv Novi", public_words=words) == []
    (passage,) = private_passages("Agron Gashi nga Komuna", public_words=words)
    assert passage.words == "Agron Gashi"


def test_passages_stand_in_the_order_of_the_text():
    found = private_passages("Agron Gashi, 044 123 456, a@b.org")
    assert [passage.kind for passage in found] == [Private.NAME, Private.PHONE, Private.EMAIL]
