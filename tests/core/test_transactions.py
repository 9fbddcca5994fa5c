"""What is written last in a transaction: once, in order, and never for what failed."""

import pytest
from django.db import OperationalError

from core import transactions
from core.transactions import again, atomic, counting_commits, write_last

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    return []


def test_outermost_block_writes_at_its_end(written):
    with atomic():
        with atomic():
            write_last(lambda: written.append("inner"))
        write_last(lambda: written.append("outer"))
        assert written == []
    assert written == ["inner", "outer"]


def test_without_a_transaction_it_is_written_at_once(written):
    write_last(lambda: written.append("alone"))
    assert written == ["alone"]


def fail_after(written):
    """Tell of a writing, and fail."""
    with atomic():
        write_last(lambda: written.append("failed"))
        raise LookupError


def test_failed_block_takes_what_it_told_with_it(written):
    with atomic():
        write_last(lambda: written.append("before"))
        with pytest.raises(LookupError):
            fail_after(written)
    assert written == ["before"]


def test_failed_transaction_writes_nothing_and_leaves_nothing_for_the_next(written):
    with pytest.raises(LookupError):
        fail_after(written)
    with atomic():
        pass
    assert written == []


def test_what_is_told_while_writing_is_written_too(written):
    with atomic():
        write_last(lambda: write_last(lambda: written.append("later")))
    assert written == ["later"]


class Answer(Exception):
    """What the driver of the database raises."""

    def __init__(self, pgcode):
        self.pgcode = pgcode


def refusal(pgcode):
    error = OperationalError("refused")
    error.__cause__ = Answer(pgcode)
    return error


@pytest.fixture
def send(monkeypatch):
    """Return a function that does something which is refused so often, and does it again."""
    monkeypatch.setattr(transactions, "sleep", lambda seconds: None)

    def send(*, refused, pgcode="40P01", commits=False):
        refusals = [refusal(pgcode) for _time in range(refused)]

        def call():
            if refusals:
                raise refusals.pop()
            return "done"

        with counting_commits():
            if commits:
                with atomic():
                    pass
            return again(call, refusals.pop())

    return send


@pytest.mark.parametrize("pgcode", ["40P01", "40001"])
@pytest.mark.parametrize("refused", [1, 2])
def test_what_was_ended_for_another_is_done_again(send, refused, pgcode):
    assert send(refused=refused, pgcode=pgcode) == "done"


@pytest.mark.parametrize(
    "refusals",
    [{"refused": 3}, {"refused": 1, "pgcode": "55P03"}, {"refused": 1, "commits": True}],
    ids=["three times", "for another reason", "after something was committed"],
)
def test_what_cannot_be_done_again_is_told(send, refusals):
    with pytest.raises(OperationalError):
        send(**refusals)
