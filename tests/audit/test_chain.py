"""The audit record: it verifies, a touched event shows, and the database refuses the touch."""

import threading
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.choices import Role
from audit.actions import append_event, first_broken_event
from audit.models import AuditEvent
from core.transactions import atomic
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.committees import CommitteeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def events():
    user, committee = UserFactory(email="dea@example.org"), CommitteeFactory(name_sq="KLSP Žur")
    for number in range(4):
        append_event("committee.edit", by=user, subject=committee, note=f"ndryshimi {number} ë")
    return list(AuditEvent.objects.filter(action="committee.edit").order_by("pk"))


def without_guard():
    """Take the database's guard away, for a test of what shows when somebody did so."""
    on = " ON audit_auditevent" if connection.vendor == "postgresql" else ""
    name = "change" if connection.vendor == "postgresql" else "update"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER audit_auditevent_no_{name}{on}")


def test_event_says_who_what_and_which(events):
    event = AuditEvent.objects.get(pk=events[0].pk)
    assert (event.actor, event.action) == ("dea@example.org", "committee.edit")
    assert (event.subject_type, event.subject_label) == ("committees.Committee", "KLSP Žur")
    assert event.detail == {"note": "ndryshimi 0 ë"}


def test_each_event_carries_the_hash_of_the_one_before(events):
    assert [event.previous_hash for event in events[1:]] == [event.hash for event in events[:-1]]
    assert first_broken_event() is None


def test_event_of_the_machine_has_no_actor():
    append_event("export.meetings", format="csv")
    assert AuditEvent.objects.get().actor == ""
    assert first_broken_event() is None


def test_database_refuses_to_change_an_event(events):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(pk=events[1].pk).update(actor="somebody@example.org")
    assert AuditEvent.objects.get(pk=events[1].pk).actor == "dea@example.org"


def test_postgresql_refuses_to_remove_an_event(events):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite empties test databases row by row, so it has no such guard")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(pk=events[1].pk).delete()
    assert AuditEvent.objects.filter(pk=events[1].pk).exists()


@pytest.mark.parametrize(
    "touch",
    [
        {"actor": "somebody@example.org"},
        {"action": "committee.look"},
        {"subject_label": "KLSP Tjetër"},
        {"detail": {"note": "asgjë"}},
        {"at": datetime(2001, 1, 1, tzinfo=UTC)},
        {"hash": "0" * 64},
        {"previous_hash": "0" * 64},
    ],
    ids=lambda touch: next(iter(touch)),
)
def test_touched_event_shows(events, touch):
    without_guard()
    AuditEvent.objects.filter(pk=events[1].pk).update(**touch)
    assert first_broken_event() == events[1]


def test_removed_event_shows_at_the_next(events):
    without_guard()
    AuditEvent.objects.filter(pk=events[1].pk).delete()
    assert first_broken_event() == events[2]


def test_removed_beginning_shows(events):
    without_guard()
    AuditEvent.objects.filter(pk=AuditEvent.objects.earliest("pk").pk).delete()
    assert first_broken_event() is not None


def test_command_counts_an_unbroken_chain(events, capsys):
    call_command("verify_audit")
    assert capsys.readouterr().out == f"{AuditEvent.objects.count()} events, chain unbroken.\n"


def test_command_fails_with_code_one_and_names_the_event(events):
    without_guard()
    AuditEvent.objects.filter(pk=events[2].pk).update(actor="somebody@example.org")
    with pytest.raises(CommandError, match=f"The chain breaks at event {events[2].pk}") as error:
        call_command("verify_audit")
    assert error.value.returncode == 1


def test_only_an_administrator_reads_the_record(events):
    administrator = RoleGrantFactory(role=Role.ADMINISTRATOR).user
    monitor = RoleGrantFactory(osce_monitor=True).user
    assert AuditEvent.objects.visible_to(administrator).filter(pk=events[0].pk).exists()
    assert not AuditEvent.objects.visible_to(monitor).exists()
    for user in (administrator, monitor):
        assert not AuditEvent.objects.permitted(user, "append").exists()


@pytest.mark.django_db(transaction=True)
def test_writer_that_takes_long_holds_nobody_up():
    """On PostgreSQL the chain was locked from the first event of a transaction on."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    told, go_on = threading.Event(), threading.Event()

    def write_slowly():
        with atomic():
            append_event("slow")
            told.set()
            assert go_on.wait(10)
        connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    assert told.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
    append_event("quick")
    go_on.set()
    slow.join()
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "quick",
        "slow",
    ]
    assert first_broken_event() is None
