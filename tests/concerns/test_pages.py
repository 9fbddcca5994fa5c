"""Entering, correcting, translating, publishing: what the pages ask, say and refuse."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from concerns.models import ConcernText
from meetings.actions import follow_day, register_concern, write_concerns
from meetings.choices import Sensitivity
from meetings.models import Concern, ConcernCategory
from places.models import Community, PopulationCount
from tests.factories.meetings import (
    ActionFactory,
    AgendaItemFactory,
    ConcernFactory,
    ItemTextFactory,
    MeetingFactory,
    ReferralFactory,
)
from tests.factories.places import SettlementFactory
from tests.files import PDF

pytestmark = pytest.mark.django_db
NEW = {
    "description": "Shtylla e ndriçimit te shkolla është rrëzuar.",
    "language": "sq",
    "raised_on": "2026-06-10",
    "reach": "none_known",
    "sensitivity": "internal",
}


@pytest.fixture
def keeper(signed_in):
    return signed_in("municipal_officer")


def page(name, concern, **more):
    return reverse(f"concerns:{name}", kwargs={"number": concern.number, **more})


def enter(client, committee, **changed):
    url = reverse("concerns:create", args=[committee.slug])
    return client.post(url, NEW | changed)


def test_what_is_hidden_when_it_enters_is_numbered_apart(keeper, world):
    """The numbers of published answers tell nothing of how many are not published."""
    enter(keeper, world.klsp)
    enter(keeper, world.klsp, sensitivity="confidential", description="Nuk u tregohet të tjerëve.")
    executive = MeetingFactory(committee=world.klsp, executive=True)
    of_executive = Concern(
        meeting=executive,
        committee=world.klsp,
        raised_on=date(2026, 6, 1),
        description="E mbyllur.",
    )
    register_concern.unasked(of_executive, [], by=None)
    enter(keeper, world.klsp, description="Edhe një.")
    numbers = Concern.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == ["SHQ-2026-0001", "SHQ-K-2026-0001", "SHQ-K-2026-0002", "SHQ-2026-0002"]
    hidden = Concern.objects.get(number="SHQ-K-2026-0001")
    assert keeper.get(hidden.get_absolute_url()).status_code == 200


def test_concern_is_entered_between_meetings_and_lies_with_its_committee(keeper, world):
    place = SettlementFactory(municipality=world.here)
    lighting = ConcernCategory.objects.get(code="street_lighting")
    response = enter(
        keeper,
        world.klsp,
        settlement=place.pk,
        category=lighting.pk,
        latitude="42.20832",
        longitude="20.74",
        is_incident="on",
        is_serious="on",
        occurred_on="2026-06-09",
    )
    concern = Concern.objects.get()
    assert response.url == concern.get_absolute_url()
    assert concern.number == "SHQ-2026-0001"
    assert (concern.holder_committee, concern.meeting) == (world.klsp, None)
    assert (concern.settlement, concern.category.parent.code) == (place, "infrastructure")
    text = keeper.get(response.url).text
    for words in ("SHQ-2026-0001", place.name, "serious incident", "42.21, 20.74"):
        assert words in text
    assert "Nothing is on record. Where a municipality condemns" in text


def test_history_names_no_meeting_that_the_reader_may_not_know_of(signed_in, world):
    concern = ConcernFactory(meeting=None, committee=world.klsp)
    ReferralFactory(concern=concern, to_committee=world.kksb)
    other = ConcernFactory(meeting=None, committee=world.klsp, description="Ura e prishur")
    meeting = MeetingFactory(committee=world.klsp, executive=True)
    concern.meeting, concern.recurrence_of = meeting, other
    concern.save()
    # The council that it was passed to knows the concern, and neither the meeting nor the other.
    of_council = signed_in("station_commander nearby").get(page("history", concern)).text
    assert "meeting" in of_council
    assert of_council.count("not open to you") == 2
    assert str(meeting) not in of_council
    assert other.description not in of_council
    at_home = signed_in("station_commander").get(page("history", concern)).text
    assert str(meeting) in at_home
    assert other.description in at_home
    assert "not open to you" not in at_home


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"raised_on": "2026-06-16"}, "This day has not come yet."),
        ({"occurred_on": "2026-06-16"}, "This day has not come yet."),
        ({"occurred_on": "2026-06-11"}, "It cannot have happened after it was raised."),
        ({"raised_on": ""}, "Say on which day it was raised, or at which meeting."),
        ({"is_serious": "on"}, "Only an incident can be a serious incident."),
        ({"latitude": "42.21"}, "The point lies outside Kosovo, or half of it is missing."),
        (
            {"latitude": "48.20", "longitude": "16.37"},
            "The point lies outside Kosovo, or half of it is missing.",
        ),
        ({"latitude": "1e400", "longitude": "20.74"}, "no more than 4 digits"),
        ({"latitude": "-Infinity", "longitude": "20.74"}, "Enter a number."),
        ({"reach": "named"}, "Name the communities, or choose another answer."),
        ({"description": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(keeper, world, changed, message):
    response = enter(keeper, world.klsp, **{"place": "Rruga e shkollës"} | changed)
    assert message in response.text.replace("&#x27;", "'")
    assert "Rruga e shkollës" in response.text
    assert not Concern.objects.exists()


def test_community_that_the_census_knows_nowhere_there_is_asked_about(keeper, world):
    newest = PopulationCount.objects.order_by("-baseline__counted_on").first().baseline
    gorani, serb = (Community.objects.get(code=code) for code in ("gorani", "serb"))
    for community, persons in ((gorani, 0), (serb, 40)):
        PopulationCount.objects.create(
            baseline=newest, municipality=world.here, community=community, persons=persons
        )
    asked = {"communities": [gorani.pk, serb.pk], "reach": "named"}
    response = enter(keeper, world.klsp, **asked)
    assert f"counts nobody of this community in {world.here.name}: Gorani." in response.text
    assert not Concern.objects.exists()
    enter(keeper, world.klsp, **asked, is_there="on")
    assert set(Concern.objects.get().communities.all()) == {gorani, serb}


def test_log_of_a_meeting_asks_about_such_a_community_as_well(keeper, world):
    newest = PopulationCount.objects.order_by("-baseline__counted_on").first().baseline
    gorani = Community.objects.get(code="gorani")
    serb = Community.objects.get(code="serb")
    PopulationCount.objects.create(
        baseline=newest, municipality=world.here, community=serb, persons=40
    )
    typed = {
        "starts_on": "2026-06-10",
        "precision": "day",
        "kind": "regular",
        "status": "held",
        "version": "",
        "concerns-TOTAL_FORMS": 1,
        "concerns-INITIAL_FORMS": 0,
        "concerns-0-description": "Rruga pa ndriçim",
        "concerns-0-communities": [gorani.pk],
    }
    url = reverse("meetings:log", args=[world.klsp.slug])
    refused = keeper.post(url, typed)
    assert "counts nobody of this community" in refused.text
    assert "They are affected all the same" in refused.text
    keeper.post(url, typed | {"concerns-0-is_there": "on"})
    assert Concern.objects.get().reach == "named"


def test_what_is_like_it_is_shown_first_and_entered_only_after_that(keeper, world):
    before = ConcernFactory(
        meeting=None,
        committee=world.klsp,
        raised_on=date(2026, 2, 1),
        description="Te shkolla fillore është rrëzuar një shtyllë ndriçimi.",
    )
    ConcernFactory(meeting=None, committee=world.klsp, description="Qentë endacakë në treg.")
    response = enter(keeper, world.klsp)
    assert response.context["form"].similar == [before]
    assert "Is it one of these?" in response.text
    assert before.number in response.text
    enter(keeper, world.klsp, is_new="on")
    concern = Concern.objects.get(description=NEW["description"])
    shown = keeper.get(concern.get_absolute_url()).text
    assert f"It says the same as {before.number}" in shown
    keeper.post(page("again", concern), {"before": before.number})
    assert Concern.objects.get(pk=concern.pk).recurrence_of == before
    assert concern.number in keeper.get(before.get_absolute_url()).text


def test_second_writer_is_told_that_somebody_took_a_step(keeper, world):
    concern = ConcernFactory(meeting=None, committee=world.klsp)
    sent = NEW | {"version": concern.version}
    keeper.post(page("step", concern, step="take-up"), {})
    response = keeper.post(page("edit", concern), sent)
    assert "Somebody else changed this record a moment ago." in response.text
    assert NEW["description"] in response.text
    assert Concern.objects.get(pk=concern.pk).description == concern.description


def test_correction_keeps_before_and_after(keeper, world):
    concern = ConcernFactory(meeting=None, committee=world.klsp, sensitivity=Sensitivity.INTERNAL)
    keeper.post(
        page("edit", concern), NEW | {"version": concern.version, "sensitivity": "confidential"}
    )
    concern.refresh_from_db()
    assert (concern.sensitivity, concern.version) == ("confidential", 2)
    history = keeper.get(page("history", concern)).text
    assert "confidential: members, police and ministries" in history
    assert "Rruga është pa ndriçim." in history


def closed(world, **fields):
    return ConcernFactory(
        **{"meeting": None, "committee": world.klsp, "resolved": True, "sensitivity": "public"}
        | fields
    )


def test_answer_is_public_only_after_somebody_looked_at_what_may_be_private(keeper, client, world):
    concern = closed(world, description="Agim Krasniqi, 044 123 456, ankohet për ndriçimin.")
    answered = reverse("concerns:answered", args=[world.klsp.slug])
    shown = keeper.get(page("publish", concern)).text
    for words in ("<mark>Agim Krasniqi</mark>", "<mark>044 123 456</mark>"):
        assert words in shown
    assert "This field is required." in keeper.post(page("publish", concern), {}).text
    assert "ankohet" not in keeper.get(answered).text
    keeper.post(page("publish", concern), {"is_reviewed": "on", "comment": "Shikuar dy herë"})
    assert concern.history.first().history_change_reason == "Shikuar dy herë"
    keeper.logout()
    text = keeper.get(answered).text
    assert "ankohet për ndriçimin" in text
    assert "U ndriçua." in text
    assert "We did" in text


def test_public_page_tells_in_the_readers_language_and_never_who_raised_it(client, world):
    place = SettlementFactory(municipality=world.here, name="Jabllanicë")
    concern = closed(
        world,
        published=True,
        raised_as="school",
        place="Te ura",
        settlement=place,
        description="Ura pa rrethojë.",
    )
    ConcernText.objects.create(
        concern=concern, language="sr-latn", description="Most bez ograde.", answer="Urađeno."
    )
    closed(world, description="Nuk është publikuar")
    url = reverse("concerns:answered", args=[world.klsp.slug]).replace("/en/", "/sr-latn/")
    text = client.get(url).text
    assert '<p lang="sr-Latn">Most bez ograde.</p>' in text
    assert "Urađeno." in text
    assert "Jabllanicë" in text
    for hidden in ("Te ura", "Nuk është publikuar", "škola"):
        assert hidden not in text
    albanian = client.get(url.replace("/sr-latn/", "/sq/")).text
    assert '<p lang="sq">Ura pa rrethojë.</p>' in albanian


def test_answer_taken_back_is_no_longer_public_and_the_reason_is_kept(keeper, world):
    concern = closed(world, published=True)
    keeper.post(page("withdraw", concern), {"comment": "Emri i një personi"})
    concern.refresh_from_db()
    assert concern.published_at is None
    assert concern.history.first().history_change_reason == "Emri i një personi"


def test_reopening_takes_the_answer_from_the_public(keeper, world):
    concern = closed(world, published=True)
    keeper.post(page("step", concern, step="reopen"), {"comment": "Prapë pa ndriçim"})
    concern.refresh_from_db()
    assert (concern.status, concern.answer, concern.published_at) == ("open", "", None)


def test_response_of_the_municipality_has_a_kind_and_a_day(keeper, world):
    happened = {"raised_on": date(2026, 6, 1), "occurred_on": date(2026, 6, 1)}
    worry = ConcernFactory(meeting=None, committee=world.kksb, **happened)
    assert keeper.get(page("response", worry)).status_code == 404
    grave = ConcernFactory(
        meeting=None, committee=world.kksb, is_incident=True, is_serious=True, **happened
    )
    url = page("response", grave)
    early = keeper.post(url, {"kind": "visit", "taken_on": "2026-05-31"})
    assert "This lies before the incident." in early.text
    ahead = keeper.post(url, {"kind": "visit", "taken_on": "2026-06-16"})
    assert "This day has not come yet." in ahead.text
    sent = {"kind": "visit", "taken_on": "2026-06-03", "note": "Kryetarja"}
    keeper.post(url, sent)
    assert "This response is on record already." in keeper.post(url, sent).text
    shown = keeper.get(grave.get_absolute_url()).text
    assert "03/06/2026: visit to the community affected" in shown or "visit to the" in shown
    assert grave.responses.get().note == "Kryetarja"


def test_file_is_kept_with_its_hash_and_a_wrong_one_is_refused(keeper, world):
    concern = ConcernFactory(meeting=None, committee=world.klsp)
    wrong = SimpleUploadedFile("a.pdf", b"no pdf")
    assert (
        "its content is something else"
        in keeper.post(page("attach", concern), {"upload": wrong}).text
    )
    keeper.post(page("attach", concern), {"upload": SimpleUploadedFile("foto.pdf", PDF)})
    assert concern.documents.get().name == "foto.pdf"
    assert "foto.pdf" in keeper.get(concern.get_absolute_url()).text


def test_translation_is_written_beside_the_original(keeper, world):
    concern = closed(world)
    url = page("text", concern, language="sr-latn")
    assert concern.description in keeper.get(url).text
    keeper.post(url, {"description": "Ulica bez rasvete.", "answer": "Osvetljena je."})
    assert ConcernText.objects.get().answer == "Osvetljena je."
    assert keeper.get(page("text", concern, language="sq")).status_code == 404
    assert keeper.get(page("text", concern, language="de")).status_code == 404


def test_chain_is_shown_from_the_meeting_to_the_decision(keeper, world):
    raised = MeetingFactory(committee=world.kksb, starts_on=date(2026, 2, 1))
    later = MeetingFactory(committee=world.kksb, starts_on=date(2026, 4, 1))
    concern = ConcernFactory(meeting=raised)
    item = AgendaItemFactory(meeting=later, kind="follow_up", title="", concern=concern)
    ItemTextFactory(item=item, decision="Të ndriçohet rruga.")
    text = keeper.get(concern.get_absolute_url()).text
    assert raised.get_absolute_url() in text
    assert later.get_absolute_url() in text
    assert "Të ndriçohet rruga." in text
    assert concern.get_absolute_url() in keeper.get(raised.get_absolute_url()).text
    action = ActionFactory(meeting=later, concern=concern, done=True)
    text = keeper.get(concern.get_absolute_url()).text
    assert action.get_absolute_url() in text
    assert action.result in text
    assert concern.get_absolute_url() in keeper.get(action.get_absolute_url()).text


def test_duplicate_is_named_by_its_number_and_only_one_of_the_same_place(keeper, world):
    concern = ConcernFactory(meeting=None, committee=world.klsp)
    far = ConcernFactory(meeting=None, committee=world.elsewhere)
    url = page("step", concern, step="duplicate")
    for number in (far.number, concern.number, "SHQ-1999-0001"):
        refused = keeper.post(url, {"duplicate_of": number})
        assert "No other concern of this municipality has this number." in refused.text
    other = ConcernFactory(meeting=None, committee=world.kksb)
    keeper.post(url, {"duplicate_of": other.number})
    assert list(other.duplicates.all()) == [concern]


def test_day_of_the_answer_lies_between_raising_and_today(keeper, world):
    concern = ConcernFactory(meeting=None, committee=world.klsp, raised_on=date(2026, 6, 10))
    url = page("step", concern, step="resolve")
    for day in ("2026-06-09", "2026-06-16"):
        refused = keeper.post(url, {"answer": "U ndriçua.", "answered_on": day})
        assert "The day lies between the one on which it was raised and today." in refused.text
        assert "U ndriçua." in refused.text


def test_meeting_moved_to_another_day_takes_its_concerns_along(world):
    meeting = MeetingFactory(committee=world.kksb, starts_on=date(2026, 2, 1))
    concern = ConcernFactory(meeting=meeting)
    meeting.starts_on = date(2026, 2, 8)
    write_concerns.unasked(meeting, [(concern, [])], by=None)
    concern.refresh_from_db()
    assert concern.raised_on == date(2026, 2, 8)


def test_words_corrected_in_the_record_of_a_meeting_are_found(world):
    meeting = MeetingFactory(committee=world.kksb, starts_on=date(2026, 2, 1))
    concern = ConcernFactory(meeting=meeting)
    concern.description = "Qentë endacakë"
    write_concerns.unasked(meeting, [(concern, [])], by=None)
    assert list(Concern.objects.matching("endacake")) == [concern]
    assert not Concern.objects.matching("ndriçim")


def test_day_of_a_meeting_corrected_to_before_the_incident_is_refused(world):
    meeting = MeetingFactory(committee=world.kksb, starts_on=date(2026, 2, 10))
    ConcernFactory(meeting=meeting, occurred_on=date(2026, 2, 9))
    meeting.starts_on = date(2026, 2, 8)
    with pytest.raises(ValidationError, match="happened after the day of the meeting"):
        follow_day.unasked(meeting, by=None)


@pytest.mark.parametrize(
    ("sensitivity", "is_offered"), [("internal", True), ("confidential", False)]
)
def test_answer_that_the_page_calls_publishable_can_be_published(
    keeper, client, world, sensitivity, is_offered
):
    """The page said «You may publish the answer», and its address answered 403."""
    concern = closed(world, sensitivity=sensitivity)
    url = page("publish", concern)
    assert (url in keeper.get(concern.get_absolute_url()).text) is is_offered
    assert keeper.post(url, {"comment": ""}).status_code == (302 if is_offered else 403)
    concern.refresh_from_db()
    assert (concern.published_at is not None) is is_offered
    assert concern.sensitivity == ("public" if is_offered else sensitivity)
