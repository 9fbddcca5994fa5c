"""What the answers of the JSON interface share: refusals, and pages of long lists."""

from typing import Generic, TypeVar

from ninja import Field, Schema, Status

MOST = 500
Row = TypeVar("Row")


class Problem(Schema):
    """What was wrong with the question, by parameter."""

    errors: dict[str, list[str]]


class Reason(Schema):
    """Why there is no answer."""

    detail: str


class Paged(Schema, Generic[Row]):
    """A page of a list, with the addresses of the pages beside it."""

    count: int
    next: str | None
    previous: str | None
    results: list[Row]


class Paging(Schema):
    """Which page of a list, and how long it is. Past the end a page is empty."""

    page: int = Field(1, le=1_000_000)
    page_size: int = Field(100, ge=1, le=MOST)

    @property
    def start(self):
        return self.page_size * (max(self.page, 1) - 1)

    def of(self, rows):
        """Return the rows of the page."""
        return rows[self.start : self.start + self.page_size]

    def answer(self, request, count, results):
        """Return the page as the interface tells it."""
        last = max(-(-count // self.page_size), 1)
        page = max(self.page, 1)
        return {
            "count": count,
            "next": _address(request, page + 1) if page < last else None,
            "previous": _address(request, min(page - 1, last)) if page > 1 else None,
            "results": results,
        }


def _address(request, page):
    query = request.GET.copy()
    query["page"] = page
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def answers(schema, *, of_one=False):
    """Return all that an operation may answer, by status; only of one thing it says 404."""
    refused = {401, 403, 404, 429} if of_one else {401, 403, 429}
    return {200: schema, 304: None, frozenset(refused): Reason, 422: Problem}


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
