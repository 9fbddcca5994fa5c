"""What is written last in a transaction: once, in order, and never for what failed."""

import pytest

from core.transactions import atomic, write_last

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
