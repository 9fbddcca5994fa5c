"""Who makes the edition of a year, what is frozen, and that nothing of it changes afterwards."""

import json
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from core.workflow import FASTER, TransitionRefused
from meetings.models import Meeting
from reports.actions import begin_edition, give_reason
from reports.choices import EditionStatus
from reports.differences import since
from reports.models import Edition, YearlyFigures
from reports.workflow import EDITION
from reports.yearbook import Yearbook
from tests.factories.reports import EditionFactory
from tests.roles import ENGLISH, answer, names_every_action, pages_of, rights, rows_of, truth_table

RIGHTS = {"v": "view", "e": "edit", "p": "prepare", "r": "review", "s": "supersede"}
# `later` is published beside `superseded`, which it replaced; `own` waits for a review, prepared
# by whoever is asked.
TABLE = truth_table("""
    draft  in_review  own  published  superseded
    anonymous                -     -    -   v    v
    account                  -     -    -   v    v
    station_commander        -     -    -   v    v
    station_officer          -     -    -   v    v
    station_commander nearby  -    -    -   v    v
    regional_director        -     -    -   v    v
    community_policing       vepr  vpr  vp  vpr  vprs
    deputy_general_director  -     -    -   v    v
    general_director         -     -    -   v    v
    municipal_officer        -     -    -   v    v
    mia_officer              vepr  vpr  vp  vpr  vprs
    mlga_officer             vepr  vpr  vp  vpr  vprs
    osce_monitor             vepr  vpr  vp  vpr  vprs
    administrator            -     -    -   v    v
    chair                    -     -    -   v    v
    deputy                   -     -    -   v    v
    secretary                -     -    -   v    v
    member                   -     -    -   v    v
    observer                 -     -    -   v    v
    police                   -     -    -   v    v
    every role, ended        -     -    -   v    v
    every role, to come      -     -    -   v    v
    every place, elsewhere   -     -    -   v    v
    every office, ended      -     -    -   v    v
    every office, to come    -     -    -   v    v
    every office, elsewhere  -     -    -   v    v
""")
# What the table of the workflow allows; every other pair is refused.
STEPS = {
    ("draft", "submit"): "in_review",
    ("in_review", "return"): "draft",
    ("in_review", "publish"): "published",
    ("superseded", "supersede"): TransitionRefused,
}
NEEDED = {"submit": "p", "return": "p", "publish": "r", "supersede": "s"}


def rows_for(world, user):
    """A row for each column; the years keep them apart."""
    own = {"prepared_by": user} if user.is_authenticated else {}
    rows = {
        "draft": EditionFactory(year=2021),
        "in_review": EditionFactory(year=2022, in_review=True),
        "own": EditionFactory(year=2023, in_review=True, **own),
        "superseded": EditionFactory(year=2024, out=True),
        "published": EditionFactory(year=2024, out=True, number=2, reason="gabim"),
    }
    Edition.objects.filter(pk=rows["superseded"].pk).update(status=EditionStatus.SUPERSEDED)
    return {name: Edition.objects.get(pk=row.pk) for name, row in rows.items()}


def test_table_speaks_of_every_action():
    assert names_every_action(Edition, RIGHTS)


@rows_of(TABLE)
def test_policy(world, name, expected):
    user = world.person(name)
    found = {column: rights(user, row, RIGHTS) for column, row in rows_for(world, user).items()}
    assert found == expected


@rows_of(TABLE)
def test_every_step_from_every_state_by_everybody(world, name, expected):
    user = world.person(name)
    for state, row in rows_for(world, user).items():
        for step in EDITION.transitions:
            with transaction.atomic():
                edition = Edition.objects.get(pk=row.pk)
                try:
                    EDITION.perform(edition, step.name, by=user)
                except (PermissionDenied, TransitionRefused) as refusal:
                    outcome = type(refusal)
                else:
                    outcome = edition.status
                transaction.set_rollback(True)
            if NEEDED[step.name] not in expected[state]:
                assert outcome is PermissionDenied, (state, step.name)
            else:
                status = "in_review" if state == "own" else state
                wanted = STEPS.get((status, step.name), TransitionRefused)
                assert outcome == wanted, (state, step.name)


def test_edition_is_frozen_numbered_and_signed_by_two(make, publish, monitor, ministry):
    make.meetings(make.council("20"), 6)
    edition = publish()
    assert (edition.status, edition.number) == ("published", 1)
    assert (edition.prepared_by, edition.prepared_as) == (monitor, "osce_monitor")
    assert (edition.reviewed_by, edition.reviewed_as) == (ministry, "mlga_officer")
    assert edition.computed_sha256() == edition.sha256
    book = Yearbook.of_edition(edition)
    assert book.figure("", "meetings_held").numerator == 6
    assert book.figure("20", "meetings_held").numerator == 6
    assert book.rule["value"] == 6
    assert [event.action for event in AuditEvent.objects.order_by("pk")][-3:] == [
        "edition.begin",
        "edition.submit",
        "edition.publish",
    ]


def test_later_correction_leaves_the_edition_as_it_was(make, publish):
    council = make.council("20")
    make.meetings(council, 6, year=2023)
    edition = publish(2023)
    bytes_before = json.dumps(edition.content)
    Meeting.objects.filter(starts_on__year=2023).first().delete()
    again = Edition.objects.get(pk=edition.pk)
    assert json.dumps(again.content) == bytes_before
    assert again.computed_sha256() == edition.sha256
    assert Yearbook.now("kksb", 2023).figure("20", "meetings_held").numerator == 5


def test_what_is_frozen_is_counted_whatever_is_kept(client, make, publish, monitor):
    make.meetings(make.council("20"), 6)
    draft = begin_edition("kksb", 2025, by=monitor)
    client.force_login(monitor)
    assert "<strong>6</strong>" in client.get(draft.get_absolute_url()).text
    kept = YearlyFigures.objects.get(kind="kksb", year=2025, area="")
    kept.figures["meetings_held"][0] = 99
    kept.save()
    assert "<strong>99</strong>" in client.get(draft.get_absolute_url()).text
    edition = EDITION.perform(draft, "submit", by=monitor)
    assert Yearbook.of_edition(edition).figure("", "meetings_held").numerator == 6


def test_second_edition_says_why_and_supersedes_the_first(make, publish, monitor, ministry):
    make.meetings(make.council("20"), 6)
    first = publish()
    silent = begin_edition("kksb", 2025, by=monitor)
    with pytest.raises(TransitionRefused) as refusal:
        EDITION.perform(silent, "submit", by=monitor)
    assert "say why there is a new edition" in str(refusal.value.reason)
    give_reason(silent, "Një takim u raportua me vonesë", by=monitor)
    silent.refresh_from_db()
    EDITION.perform(silent, "submit", by=monitor)
    second = EDITION.perform(silent, "publish", by=ministry)
    first.refresh_from_db()
    assert (first.status, first.status_by) == ("superseded", ministry)
    assert (second.status, second.number) == ("published", 2)


def test_returned_edition_is_frozen_anew(make, monitor, ministry):
    council = make.council("20")
    make.meetings(council, 1)
    edition = begin_edition("kksb", 2025, by=monitor)
    EDITION.perform(edition, "submit", by=monitor)
    first = edition.sha256
    EDITION.perform(edition, "return", by=ministry, comment="Mungon një takim")
    assert (edition.cut_off, edition.figures, edition.sha256) == (None, {}, "")
    make.meetings(council, 1)
    EDITION.perform(edition, "submit", by=monitor)
    assert edition.sha256 != first
    assert Yearbook.of_edition(edition).figure("", "meetings_held").numerator == 2


def test_nobody_reviews_what_they_put_to_review(make, monitor, ministry):
    make.meetings(make.council("20"), 1)
    edition = begin_edition("kksb", 2025, by=monitor)
    # The ministry submits what the monitor began: now the ministry has prepared it.
    EDITION.perform(edition, "submit", by=ministry)
    with pytest.raises(PermissionDenied):
        EDITION.perform(edition, "publish", by=ministry)
    assert EDITION.perform(edition, "publish", by=monitor).number == 1


def test_figures_altered_behind_the_back_are_not_published(make, monitor, ministry):
    make.meetings(make.council("20"), 1)
    edition = begin_edition("kksb", 2025, by=monitor)
    EDITION.perform(edition, "submit", by=monitor)
    Edition.objects.filter(pk=edition.pk).update(figures={})
    edition.refresh_from_db()
    with pytest.raises(TransitionRefused) as refusal:
        EDITION.perform(edition, "publish", by=ministry)
    assert "not those that were put to review" in str(refusal.value.reason)


@pytest.mark.parametrize(
    "values",
    [
        {"figures": {}},
        {"year": 2020},
        {"number": 7},
        {"reason": "tjetër"},
        {"sha256": "0" * 64},
        {"reviewed_as": "osce_monitor"},
        {"status": "draft", "number": None},
    ],
)
def test_database_refuses_to_change_what_is_published(make, publish, values):
    make.meetings(make.council("20"), 1)
    edition = publish()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**values)
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            edition.delete()


def test_superseded_edition_does_not_come_back(make, publish):
    make.meetings(make.council("20"), 1)
    first = publish()
    publish(reason="Korrigjim")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Edition.objects.filter(pk=first.pk).update(status="published")


def test_two_people_at_once_make_one_edition(make, monitor, ministry):
    make.meetings(make.council("20"), 1)
    begin_edition("kksb", 2025, by=monitor)
    with pytest.raises(ValidationError) as refusal:
        begin_edition("kksb", 2025, by=ministry)
    assert refusal.value.messages == ["An edition of this year is in the making already."]
    mine, theirs = Edition.objects.get(), Edition.objects.get()
    EDITION.perform(mine, "submit", by=monitor)
    with pytest.raises(TransitionRefused) as late:
        EDITION.perform(theirs, "submit", by=ministry)
    assert late.value.reason == FASTER
    with pytest.raises(PermissionDenied):
        give_reason(theirs, "vonë", by=ministry)


@time_machine.travel("2026-06-15")
@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2026, "The year 2026 is not over yet"),
        (2030, "The year 2030 is not over yet"),
        (2001, "No body of this kind is on record for 2001"),
    ],
)
def test_year_that_cannot_be_frozen_is_refused(make, client, monitor, year, said):
    make.meetings(make.council("20"), 1)
    client.force_login(monitor)
    page = client.post(
        reverse("reports:edition-create"), {"kind": "kksb", "year": year, "reason": "x"}
    )
    assert said in page.context["form"].errors["year"][0]
    assert page.context["form"]["reason"].value() == "x"
    assert not Edition.objects.exists()
    with pytest.raises(TransitionRefused) as refusal:
        EDITION.perform(begin_edition("kksb", year, by=monitor), "submit", by=monitor)
    assert said in str(refusal.value.reason)


def test_council_dissolved_and_founded_again_in_one_year_is_one_municipality(make, publish):
    make.council("20", status="dissolved", status_on=date(2025, 3, 1))
    again = make.council("20", established_on=date(2025, 9, 1))
    make.meetings(again, 1)
    book = Yearbook.of_edition(publish())
    assert book.figure("", "established").numerator == 1
    assert book.figure("20", "established").counts == {"established": 1, "dissolved": 1}


@pytest.mark.once
@rows_of(TABLE)
def test_pages_and_lists(signed_in, world, name, expected):
    client = signed_in(name)
    rows = rows_for(world, client.user)
    listed = client.get(reverse("reports:editions")).context["object_list"]
    seen = {column for column, row in rows.items() if row in listed}
    assert seen == {column for column, letters in expected.items() if "v" in letters}
    told = client.get("/api/v1/editions/", headers=ENGLISH).json()["results"]
    assert {row["id"] for row in told} == {rows[column].pk for column in seen}
    for column, row in rows.items():
        letters = expected[column]
        for part in ("", "differences/"):
            one = client.get(f"/api/v1/editions/{row.pk}/{part}?page_size=1", headers=ENGLISH)
            assert one.status_code == (200 if "v" in letters else 404)
        for page, needed in (("edition", "v"), ("differences", "v"), ("edition-update", "e")):
            url = reverse(f"reports:{page}", args=[row.pk])
            found, wanted = answer(client, url, letters, needed, is_public=needed == "v")
            assert found == wanted, url
        for step, needed in NEEDED.items():
            url = reverse("reports:edition-step", args=[row.pk, step])
            found, wanted = answer(client, url, letters, needed)
            assert found == wanted, url
    answered = client.get(reverse("reports:edition-create")).status_code
    makes = "p" in expected["draft"]
    assert answered == (200 if makes else 403 if client.user.is_authenticated else 302)


@pages_of(TABLE)
def test_writing_takes_effect_or_changes_nothing(signed_in, world, name, expected):
    client = signed_in(name)
    rows = rows_for(world, client.user)
    makes = "p" in expected["draft"]
    client.post(reverse("reports:edition-update", args=[rows["draft"].pk]), {"reason": "Sepse"})
    assert Edition.objects.filter(reason="Sepse").exists() is makes
    client.post(reverse("reports:edition-step", args=[rows["in_review"].pk, "publish"]))
    client.post(reverse("reports:edition-step", args=[rows["own"].pk, "publish"]))
    status = dict(Edition.objects.values_list("year", "status").filter(year__in=[2022, 2023]))
    assert status == {2022: "published" if makes else "in_review", 2023: "in_review"}
    client.post(reverse("reports:edition-create"), {"kind": "kksb", "year": 2025, "reason": ""})
    # Nothing can be frozen of a year without a body: the council of the cast is older than 2025.
    assert Edition.objects.filter(year=2025).exists() is makes


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_number_of_questions(client, make, django_assert_num_queries, number):
    for year in range(2020, 2020 + number):
        EditionFactory(year=year, out=True)
    # The rows, how many there are, the demonstration mark.
    with django_assert_num_queries(3):
        page = client.get("/en/figures/editions/")
    assert len(page.context["object_list"]) == number
    assert "Edition" in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_edition_page_asks_the_same_number_of_questions(
    client, make, publish, django_assert_num_queries, number
):
    for code in ("20", "17", "05")[:number]:
        make.meetings(make.council(code), 2)
    edition = publish()
    # The edition (the row, twice for its steps), its other editions, names of areas (2), choices
    # of the filters (2), the table of declarations, what was published elsewhere, the mark. The
    # rest counts the differences to today, kept wherever no test holds a transaction open; keeping
    # figures takes two statements more on PostgreSQL.
    with django_assert_num_queries(137 + 2 * (connection.vendor == "postgresql")):
        page = client.get(edition.get_absolute_url())
    assert f"<strong>{2 * number}</strong>" in page.text


def test_page_of_an_edition_says_what_it_is(client, make, publish):
    make.meetings(make.council("20"), 4)
    edition = publish()
    page = client.get(f"/en/figures/editions/{edition.pk}/?municipality=20").text
    assert edition.sha256 in page
    assert "OSCE monitor" in page
    assert edition.prepared_by.email not in page
    assert "Figures: Prizren" in page
    assert "not met" in page
    assert "language=sr-latn" in page
    data = client.get(reverse("reports:edition-data", args=[edition.pk])).json()
    again = Edition(**{**data["content"], "cut_off": edition.cut_off})
    assert again.computed_sha256() == data["sha256"] == edition.sha256


def test_draft_shows_the_figures_of_the_moment_to_those_who_make_it(client, make, monitor):
    make.meetings(make.council("20"), 4)
    draft = begin_edition("kksb", 2025, by=monitor)
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(monitor)
    page = client.get(f"/en/figures/editions/{draft.pk}/").text
    assert "Nothing is frozen yet" in page
    assert "<strong>4</strong>" in page
    assert "Freeze the figures and put them to review" in page


def test_wrong_filter_of_the_list_is_said(client, make):
    EditionFactory(year=2024, out=True)
    page = client.get("/en/figures/editions/?year=abc&status=draft")
    assert "Enter a number" in page.text
    assert "Select a valid choice" in page.text


def test_published_year_has_one_truth_that_is_told(client, make, publish):
    """The page of the year and its edition said different numbers without a word."""
    council = make.council("20")
    make.meetings(council, 2)
    url = "/en/figures/?year=2025"
    assert "holds the published figures" not in client.get(url).text
    edition = publish(2025)
    text = " ".join(client.get(url).text.split())
    assert f"Edition 1 of {timezone.localdate():%d.%m.%Y} holds the published figures" in text
    assert "The records of today give the same figures." in text
    assert "would be different today." not in client.get(edition.get_absolute_url()).text
    make.meetings(council, 1)
    number = len(since(edition).rows)
    assert number > 0
    assert f"{number} figures differ from the edition" in " ".join(client.get(url).text.split())
    told = " ".join(client.get(edition.get_absolute_url()).text.split())
    assert f"{number} figures would be different today" in told
    # Serbian asks the number for its last digit, which English never does.
    for address in (url, edition.get_absolute_url()):
        assert client.get(address.replace("/en/", "/sr-latn/", 1)).status_code == 200
