"""In which of its languages a concern is read."""

from dataclasses import dataclass

from django.utils.translation import get_language

from meetings.models import Concern
from meetings.models.agenda import html_language


@dataclass(frozen=True)
class Wording:
    """A concern and its answer in one language, marked where it is not the reader's own."""

    concern: Concern
    description: str
    answer: str
    language: str
    answer_language: str


def in_readers_language(concern):
    """Return the words in the reader's language, and what nobody translated as it was written."""
    theirs = get_language()
    text = next((row for row in concern.texts.all() if row.language == theirs), None)
    if text is None or concern.language == theirs:
        own = html_language(concern.language)
        return Wording(concern, concern.description, concern.answer, own, own)
    return Wording(
        concern,
        text.description,
        text.answer or concern.answer,
        html_language(theirs),
        html_language(theirs if text.answer else concern.language),
    )
