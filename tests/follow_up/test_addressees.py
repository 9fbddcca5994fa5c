"""Words and institutions: what is recognised, what becomes a suggestion, what follows."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import translation

from accounts.choices import Role
from audit.models import AuditEvent
from core.i18n import fold
from meetings.addressees import assign, recognise, suggestions
from meetings.choices import InstitutionKind
from meetings.models import Action, Institution, InstitutionSpelling, institution_named
from meetings.reference import load_institutions
from tests.factories.meetings import ActionFactory, MeetingFactory

pytestmark = pytest.mark.usefixtures("reference")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Drejtoria e Arsimit", "directorate_education"),
        ("drejtoria e ARSIMIT", "directorate_education"),
        ("DKA", "directorate_education"),
        ("Direkcija za obrazovanje", "directorate_education"),
        ("Дирекција за образовање", "directorate_education"),
        ("Directorate of Education", "directorate_education"),
        ("  Policia ", "police_station"),
        ("Policija", "police_station"),
        ("KFOR", "kfor"),
        ("MPB", "mia"),
        ("Ministria e Mjedisit", "ministry_environment"),
        ("Manastiri i Deçanit", "orthodox_church"),
        ("MALS", "mlga"),
        ("Drejtorët e shkollave", "school"),
        ("Agjencia Pyjore e Kosoves", "forest_agency"),
        ("Kompania X", None),
    ],
)
def test_name_is_recognised_in_every_language_and_spelling(text, code):
    found = institution_named(text)
    assert (found and found.code) == code


def test_every_institution_is_named_in_three_languages_by_names_of_its_own():
    for institution in Institution.objects.all():
        names = [institution.name_sq, institution.name_sr, institution.name_en]
        assert all(names), institution.code
        for name in names:
            assert institution_named(name) == institution, name
        assert institution.kind in InstitutionKind
        assert institution.answered_as in ("", *Role.values)
    keys = set(InstitutionSpelling.objects.values_list("key", flat=True))
    assert all(key == fold(key) for key in keys)
    assert {kind.value for kind in InstitutionKind} == set(
        Institution.objects.values_list("kind", flat=True)
    )


def test_words_become_a_suggestion_and_one_answer_moves_all(signed_in, world):
    meeting = MeetingFactory(committee=world.kksb, starts_on=date(2026, 3, 1))
    for text in ("Ura e re", "Ura e vjetër"):
        ActionFactory(meeting=meeting, text=text, addressee="Kompania X")
    ActionFactory(meeting=meeting, addressee="KOMPANIA X")
    ActionFactory(meeting=meeting, addressee="Askush")
    assert [(row["text"], row["number"], row["last"]) for row in suggestions()][:2] == [
        ("Kompania X", 3, date(2026, 3, 1)),
        ("Askush", 1, date(2026, 3, 1)),
    ]
    client = signed_in("administrator")
    address = reverse("follow_up:addressees")
    page = client.get(address).content.decode()
    assert "3 actions" in page
    missing = client.post(address, {"text": "Kompania X", "institution": ""}).content.decode()
    assert "This field is required." in missing
    company = Institution.objects.get(code="waste_company")
    moved = client.post(
        address, {"text": "Kompania X", "institution": company.pk}, follow=True
    ).content.decode()
    assert "3 actions follow: Waste company." in moved
    assert "Kompania X" not in moved.replace("3 actions follow", "")
    assert Action.objects.filter(institution=company).count() == 3
    assert institution_named("kompania x") == company
    event = AuditEvent.objects.get(action="institution.assign")
    assert (event.detail["text"], event.detail["actions"]) == ("Kompania X", 3)


@pytest.mark.parametrize("name", ["municipal_officer", "secretary", "osce_monitor", "account"])
def test_only_administrators_say_whom_words_mean(signed_in, world, name):
    action = ActionFactory(addressee="Kompania X")
    client = signed_in(name)
    address = reverse("follow_up:addressees")
    data = {"text": "Kompania X", "institution": Institution.objects.first().pk}
    assert client.get(address).status_code == 403
    assert client.post(address, data).status_code == 403
    assert Action.objects.get(pk=action.pk).institution is None


def test_actions_written_before_the_list_was_loaded_are_recognised_with_it():
    action = ActionFactory(addressee="Policia e Kosovës")
    assert action.institution is None
    load_institutions()
    assert Action.objects.get(pk=action.pk).institution.code == "police_station"
    assert recognise() == 0


def test_history_shows_an_institution_that_was_not_known_as_a_dash(signed_in, world):
    action = ActionFactory(meeting=MeetingFactory(committee=world.kksb), addressee="KFOR")
    load_institutions()
    page = signed_in("secretary").get(action.get_absolute_url())
    (change,) = page.context["versions"][0]["changes"]
    assert (change["before"], str(change["after"])) == ("", "KFOR")
    assert "pk=None" not in page.content.decode()


def test_loading_again_keeps_what_an_administrator_said(world):
    assign("Kompania X", Institution.objects.get(code="kfor"), by=world.person("administrator"))
    load_institutions()
    assert institution_named("Kompania X").code == "kfor"


def test_addressee_is_shown_in_the_readers_language(signed_in, world):
    action = ActionFactory(
        meeting=MeetingFactory(committee=world.kksb),
        addressee="DKA",
        institution=Institution.objects.get(code="directorate_education"),
    )
    client = signed_in("member")
    for language, name in (("sq", "Drejtoria e Arsimit"), ("sr-latn", "Direkcija za obrazovanje")):
        with translation.override(language):
            page = client.get(action.get_absolute_url()).content.decode()
        assert name in page
        assert "«DKA»" in page


def test_old_rows_get_their_state_and_are_searchable():
    """What the migration does to rows and history that had a result before there were states."""
    done, still = ActionFactory(done=True), ActionFactory()
    Action.history.all().update(status="open")
    Action.objects.update(search_text="")
    migration = import_module("meetings.migrations.0011_actions_have_states")
    migration.give_states(apps, None)
    assert Action.objects.get(pk=done.pk).status == "done"
    for action, state in ((done, "done"), (still, "open")):
        rows = Action.history.filter(id=action.pk)
        assert set(rows.values_list("status", flat=True)) == {state}
    assert Action.objects.matching(still.text).get() == still
