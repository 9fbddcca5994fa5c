"""Recounting the records behind a figure gives the figure, for every indicator at every level."""

from datetime import date, datetime
from io import StringIO
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils.html import escape

from accounts.choices import Role
from accounts.models import RoleGrant
from audit.models import AuditEvent
from places.models import Municipality
from reports.areas import Area, every_area
from reports.indicators import COUNTED, INDICATORS, Period
from reports.live import computed
from reports.receipts import Receipt
from tests.factories.accounts import UserFactory

NOON = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Europe/Belgrade"))


class TestRecount(TestCase):
    """The demonstration, which has something of everything, recounted from its receipts."""

    @classmethod
    def setUpTestData(cls):
        media = cls.enterClassContext(TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=media))
        clock = time_machine.travel(NOON, tick=False)
        clock.start()
        cls.addClassCleanup(clock.stop)
        call_command("load_reference_data", stdout=StringIO())
        call_command("load_demo", stdout=StringIO())

    def test_the_records_of_a_receipt_give_its_figure(self):
        areas = every_area()
        recounted = set()
        for kind in ("kksb", "klsp"):
            for year in (2025, 2026):
                period = Period(kind, year)
                figures = computed(Period(kind, year))
                for indicator in COUNTED:
                    everywhere = indicator.entries(period, areas[Area()])
                    for area, codes in areas.items():
                        figure = figures[area].get(indicator.key)
                        within = [entry for entry in everywhere if entry.codes & set(codes)]
                        again = indicator.sum_up(within, frozenset(codes)) if figure else None
                        assert again == figure, (indicator.key, kind, year, area)
                        assert figure or not within
                        if figure and figure.numerator:
                            recounted.add(indicator.key)
        assert recounted >= {indicator.key for indicator in INDICATORS}
        assert any(key.startswith("flag-") for key in recounted)

    def test_a_receipt_is_that_of_its_area(self):
        figures = computed(Period("kksb", 2025))
        for area in (Area(), Area(region="prizren"), Area(municipality="20")):
            for indicator in INDICATORS:
                receipt = Receipt(indicator, Period("kksb", 2025), area, AnonymousUser())
                assert receipt.figure == figures[area].get(indicator.key)
                if receipt.figure:
                    assert receipt.recounted == receipt.figure

    def test_a_share_never_counts_more_than_there_are(self):
        for kind in ("kksb", "klsp"):
            for figures in computed(Period(kind, 2025)).values():
                for key, figure in figures.items():
                    if figure.denominator is not None and figure.numerator is not None:
                        assert 0 <= figure.numerator <= figure.denominator, key

    def test_everybody_reads_every_receipt_and_sees_only_what_is_theirs(self):
        for indicator in INDICATORS:
            response = self.client.get(
                f"/en/figures/receipts/{indicator.key}/", {"kind": "kksb", "year": "2025"}
            )
            assert response.status_code == 200
            page = response.context
            # The way back leads to the page on which the figure stands.
            figures = self.client.get(page["breadcrumbs"][0][1]).context
            assert indicator in [result.indicator for result in figures["dashboard"].results]
            assert escape(str(indicator.title)) in response.content.decode()
            for line in page["lines"]:
                if line.record is not None:
                    assert (
                        type(line.record)
                        .objects.visible_to(AnonymousUser())
                        .filter(pk=line.record.pk)
                    )
            for _reason, number, rows in page["left_out"]:
                assert number >= len(rows) > 0
                visible = type(rows[0][0]).objects.visible_to(AnonymousUser())
                assert visible.filter(pk__in=[row.pk for row, _url in rows]).count() == len(rows)

    def test_members_are_counted_for_all_and_named_to_nobody_outside(self):
        page = self.client.get(
            "/en/figures/receipts/women_share/", {"kind": "kksb", "year": "2025"}
        ).context
        assert page["hidden"] == len(page["lines"]) > 0
        assert page["receipt"].left_out == []

    def test_the_export_holds_as_many_lines_as_the_figure_counts(self):
        self.client.force_login(UserFactory())
        before = AuditEvent.objects.filter(action="export.receipt").count()
        query = {"kind": "kksb", "year": "2025", "municipality": "20"}
        answer = self.client.get("/en/figures/receipts/meetings_held.json", query).json()
        page = self.client.get("/en/figures/receipts/meetings_held/", query).context
        assert len(answer) == page["page_obj"].paginator.count
        assert {line["version"] for line in answer} == {3}
        assert sum(line["adds"] == "1" for line in answer) == page["figure"].numerator
        assert AuditEvent.objects.filter(action="export.receipt").count() == before + 1

    def test_a_reader_with_two_roles_sees_what_either_sees(self):
        monitor = RoleGrant.objects.filter(role=Role.OSCE_MONITOR).first().user
        place = Municipality.objects.get(code="20")
        RoleGrant.objects.create(
            user=monitor, role=Role.MUNICIPAL_OFFICER, municipality=place, from_on=date(2026, 1, 1)
        )
        self.client.force_login(monitor)
        page = self.client.get(
            "/en/figures/receipts/meetings_held/", {"kind": "kksb", "year": "2025"}
        ).context
        assert page["hidden"] == 0
        assert page["figure"].numerator > 0

    def test_an_unknown_figure_is_not_there(self):
        assert self.client.get("/en/figures/receipts/happiness/").status_code == 404
        assert self.client.get("/en/figures/receipts/established.exe").status_code == 404
