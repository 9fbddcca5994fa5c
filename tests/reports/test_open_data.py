"""The open-data package: its description fits its tables, and the same edition is the same file."""

import csv
import hashlib
import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from audit.models import AuditEvent
from committees.models import Membership
from places.models import Community
from reports.opendata.package import package
from reports.opendata.tables import TYPES
from tests.factories.accounts import UserFactory
from tests.factories.reports import EditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(make, publish):
    """A year of two councils, one with a seat for the Turkish community."""
    council = make.council("20")
    make.meetings(council, 6)
    member = make.member(council)
    member.seat.represents_community = Community.objects.get(code="turkish")
    member.seat.save()
    make.meetings(make.council("05"), 2)
    return publish()


@pytest.fixture
def files(edition):
    archive = zipfile.ZipFile(io.BytesIO(package(edition)))
    return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def described(files):
    return json.loads(files["datapackage.json"])


def lines(files, name):
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"])))


# The editions, the terms of use, and the demonstration mark.
QUERIES_OF_THE_PAGE = 3
READ = {"string": str, "integer": int, "number": float}


def test_every_table_is_as_it_is_described(files, described):
    assert len(described["resources"]) == 9
    for resource in described["resources"]:
        text = files[resource["path"]]
        assert resource["bytes"] == len(text.encode())
        assert resource["hash"] == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
        schema = resource["schema"]
        columns = [field["name"] for field in schema["fields"]]
        rows = list(csv.reader(io.StringIO(text)))
        assert rows[0] == columns
        keys = [columns.index(name) for name in schema["primaryKey"]]
        assert len({tuple(row[key] for key in keys) for row in rows[1:]}) == len(rows) - 1
        for field, cells in zip(schema["fields"], zip(*rows[1:], strict=True), strict=False):
            assert field["type"] in TYPES
            assert field["description"]
            for cell in cells:
                assert cell in schema["missingValues"] or READ[field["type"]](cell) is not None


def test_description_says_which_edition_and_that_terms_are_open(described, edition):
    assert described["profile"] == "tabular-data-package"
    assert described["edition"] == {
        "kind": "kksb",
        "year": 2025,
        "number": 1,
        "reason": "",
        "cut_off": edition.content["cut_off"],
        "sha256": edition.sha256,
    }
    assert described["terms_of_use"]["en"] == "Terms of use: to be set by the publisher."
    assert described["terms_of_use"].keys() == {"sq", "sr-latn", "en"}
    assert "licenses" not in described


def test_tables_hold_what_was_frozen(files):
    figures = {(row["indicator"], row["area"], row["year"]): row for row in lines(files, "figures")}
    assert figures["meetings_held", "", "2025"]["numerator"] == "8"
    assert figures["meetings_held", "20", "2025"]["value"] == "6"
    assert {row["state"] for row in lines(files, "councils") if row["municipality"] == "01"} == {
        "not_established"
    }
    held = {row["municipality"]: row for row in lines(files, "meetings") if row["year"] == "2025"}
    assert (held["05"]["meetings"], held["05"]["name_en"]) == ("2", "Dragash")
    [seat] = lines(files, "seats")
    assert (seat["municipality"], seat["community"], seat["seats"]) == ("20", "turkish", "1")
    assert lines(files, "declared") == [], "too few members for a table"
    answers = {(row["indicator"], row["category"]) for row in lines(files, "answers")}
    assert ("seats_by_community", "turkish") in answers


def test_nothing_of_a_person_is_in_it(files):
    text = "".join(files.values())
    for member in Membership.objects.select_related("person"):
        assert member.person.family_name not in text
    assert "@" not in text


@pytest.mark.parametrize(
    ("language", "says"),
    [("sq", "Kushtet e përdorimit"), ("sr-latn", "Uslovi korišćenja"), ("en", "85 %")],
)
def test_methodology_in_each_language(files, edition, language, says):
    text = files[f"methodology-{language}.md"]
    assert says in text
    assert edition.sha256 in text
    assert edition.declared["indicators"]["meetings_held"]["definition"][language] in text


def test_readme_tells_a_stranger_of_every_file(files, edition):
    text = files["README.md"]
    for name in files:
        assert f"«{name}»" in text or name == "README.md"
    for language in ("sq", "sr-latn", "en"):
        with translation.override(language):
            assert f"# {edition}\n" in text


def test_files_can_be_read_by_whoever_unpacks_them(edition):
    archive = zipfile.ZipFile(io.BytesIO(package(edition)))
    assert {entry.external_attr >> 16 & 0o777 for entry in archive.infolist()} == {0o644}


def test_same_edition_is_the_same_file_whatever_happens_later(edition, make):
    before = package(edition)
    make.meetings(make.councils_of("20")["20"], 3)
    edition.refresh_from_db()
    assert package(edition) == before


def test_page_links_to_the_file_and_handing_out_is_noted(client, edition):
    url = reverse("reports:open-data", args=[edition.pk])
    user = UserFactory()
    client.force_login(user)
    assert url in client.get(edition.get_absolute_url()).content.decode()
    answer = client.get(url)
    assert answer.content == package(edition)
    assert answer["Content-Disposition"] == (
        'attachment; filename="forumi-open-data-kksb-2025-1.zip"'
    )
    [event] = AuditEvent.objects.filter(action="export.open-data")
    assert (event.actor, event.subject_key) == (user.email, str(edition.pk))


def test_what_is_not_published_has_no_package(client, monitor):
    edition = EditionFactory(in_review=True)
    url = reverse("reports:open-data", args=[edition.pk])
    assert client.get(url).status_code == 404
    client.force_login(monitor)
    assert client.get(url).status_code == 404
    assert url not in client.get(edition.get_absolute_url()).content.decode()


def test_command_writes_the_edition_that_holds(edition, publish, tmp_path, capsys):
    second = publish(reason="Korrigjim")
    call_command("open_data", "--year", "2025", "--output", str(tmp_path / "new"))
    [path] = (tmp_path / "new").iterdir()
    assert path.name == "forumi-open-data-kksb-2025-2.zip"
    assert path.read_bytes() == package(second)
    assert hashlib.sha256(path.read_bytes()).hexdigest() in capsys.readouterr().out
    with pytest.raises(CommandError, match="No edition of 2024"):
        call_command("open_data", "--year", "2024", "--output", str(tmp_path))


def test_the_page_lists_the_edition_of_each_year_that_holds(
    client, edition, make, publish, django_assert_num_queries
):
    page = reverse("reports:open-data-page")
    client.get(page)
    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        first = client.get(page)
    assert list(first.context["editions"]) == [edition]
    make.meetings(make.council("17"), 1)
    later = publish(reason="A council was missing.")
    publish(2024)
    make.council("04", kind="klsp")
    publish(kind="klsp")
    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        page = client.get(page)
    assert later in page.context["editions"]
    assert edition not in page.context["editions"]
    assert len(page.context["editions"]) == 3
    for name in ("open-data.zip", "figures.csv", "figures.xlsx", "data.json"):
        assert f"/en/figures/editions/{later.pk}/{name}" in page.text
    assert "Terms of use: to be set by the publisher." in page.text


def test_without_an_edition_the_page_says_so(client, reference):
    assert (
        "Until a year is published, its figures are provisional."
        in client.get(reverse("reports:open-data-page")).text
    )
