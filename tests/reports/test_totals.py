"""Figures that others published: loaded, marked, shown beside the own ones, never mixed."""

import pytest
from django.core.management import call_command

from meetings.importing.run import import_file
from reports.models import Edition, ImportedTotal
from reports.reference import load

pytestmark = pytest.mark.django_db
HEAD = "kind,year,figure,area,number,out_of,source\n"


def test_reference_data_holds_the_published_series_and_loads_it_once(reference):
    # The fixture has loaded all reference data.
    before = ImportedTotal.objects.count()
    assert before >= 10
    load()
    assert ImportedTotal.objects.count() == before
    row = ImportedTotal.objects.get(kind="kksb", year=2023)
    assert (row.key, row.numerator, row.denominator) == ("established", 34, 38)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("kksb,2013,nothing,,22,38,a lecture", "figure"),
        ("kksb,2013,bodies,99,22,38,a lecture", "area"),
        ("kksb,2013,bodies,,39,38,a lecture", "out_of"),
        ("kksb,2013,bodies,,many,38,a lecture", "number"),
        ("kksb,2013,bodies,,22,38,", "source"),
        ("club,2013,bodies,,22,38,a lecture", "kind"),
    ],
)
def test_wrong_row_is_named_and_nothing_is_loaded(reference, line, column):
    before = ImportedTotal.objects.count()
    good = "kksb,2012,bodies,,20,38,a lecture\n"
    report = import_file("totals", "file.csv", f"{HEAD}{good}{line}\n".encode())
    assert [(problem.row, problem.column) for problem in report.problems] == [(3, column)]
    assert ImportedTotal.objects.count() == before


def test_trial_run_writes_nothing_and_a_correction_keeps_its_history(reference):
    line = f"{HEAD}kksb,2012,bodies,prizren,20,38,a lecture\n".encode()
    assert import_file("totals", "file.csv", line, dry_run=True).new == 1
    assert not ImportedTotal.objects.filter(year=2012).exists()
    import_file("totals", "file.csv", line)
    import_file("totals", "file.csv", line.replace(b"20,38", b"21,38"))
    row = ImportedTotal.objects.get(year=2012)
    assert (row.area, row.numerator, row.history.count()) == ("prizren", 21, 2)


def test_published_figure_stands_beside_the_own_one(client, make, publish):
    make.meetings(make.council("20"), 6, year=2023)
    edition = publish(2023)
    page = client.get("/en/figures/published/")
    [row] = [row for row in page.context["rows"] if row.total.year == 2023]
    assert (row.total.numerator, row.own) == (34, "1 of 38")
    assert "imported, no records behind" in page.text
    assert "OSCE fact sheet on the councils, year 2023" in page.text
    own = client.get(edition.get_absolute_url()).text
    assert "Published elsewhere of this year" in own
    assert "<strong>34</strong>" in own
    # What was published elsewhere is no part of what was frozen.
    assert "34" not in str(Edition.objects.get(pk=edition.pk).figures[""]["established"])


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_number_of_questions(client, make, django_assert_num_queries, number):
    ImportedTotal.objects.all().delete()
    for year in range(2010, 2010 + number):
        ImportedTotal.objects.create(
            kind="kksb", year=year, key="bodies", numerator=20, source="a lecture"
        )
    # The rows and how many, areas (2), editions of the years, the demonstration mark.
    with django_assert_num_queries(6):
        page = client.get("/en/figures/published/")
    assert len(page.context["rows"]) == number


def test_command_of_the_imports_knows_the_kind(reference, tmp_path, capsys):
    path = tmp_path / "totals.csv"
    path.write_text(f"{HEAD}kksb,2012,bodies,,20,38,a lecture\n")
    call_command("import_records", "totals", str(path))
    assert ImportedTotal.objects.filter(year=2012, numerator=20).exists()
