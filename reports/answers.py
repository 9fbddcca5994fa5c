"""What the answers of the JSON interface share: refusals, and pages of long lists."""

from ninja import Schema, Status

PAGE = 100


class Problem(Schema):
    """What was wrong with the question, by parameter."""

    errors: dict[str, list[str]]


def refusal(errors):
    """Return the answer to a question that cannot be answered."""
    wrong = {name: [str(text) for text in texts] for name, texts in errors.items()}
    return Status(422, {"errors": wrong})


def moves_of(life, row):
    """Name the steps open to whoever asks, on a row annotated with what they may do."""
    return [
        step.name
        for step in life.transitions
        if row.status in step.sources and getattr(row, f"can_{step.action}")
    ]


def page_of(rows, number):
    """Return a page of a hundred rows; past the end it is empty."""
    start = PAGE * (max(number, 1) - 1)
    return rows[start : start + PAGE]
