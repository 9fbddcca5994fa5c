"""What was written of ends before there was a list of reasons stays as it was."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from committees.choices import EndReason
from committees.models import Membership
from tests.factories.committees import MembershipFactory

DATA_MOVE = import_module("committees.migrations.0004_end_reasons_in_words")
ENDED = date(2022, 1, 1)


@pytest.mark.django_db
def test_words_become_another_reason_with_the_words_as_note():
    told = MembershipFactory(until_on=ENDED, end_note="u shpërngul")
    silent = MembershipFactory(until_on=ENDED)
    running = MembershipFactory()
    DATA_MOVE.to_other(apps, None)
    rows = {row.pk: (row.end_reason, row.end_note) for row in Membership.objects.all()}
    assert rows == {
        told.pk: (EndReason.OTHER, "u shpërngul"),
        silent.pk: ("", ""),
        running.pk: ("", ""),
    }
    assert Membership.history.get(id=told.pk).end_reason == EndReason.OTHER


@pytest.mark.django_db
def test_on_the_way_back_no_reason_is_lost():
    words = MembershipFactory(until_on=ENDED, end_reason=EndReason.OTHER, end_note="u shpërngul")
    listed = MembershipFactory(until_on=ENDED, end_reason=EndReason.RESIGNED)
    DATA_MOVE.to_words(apps, None)
    rows = {row.pk: (row.end_reason, row.end_note) for row in Membership.objects.all()}
    assert rows == {words.pk: ("", "u shpërngul"), listed.pk: ("", "resigned")}
