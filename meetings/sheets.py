"""The code on a printed attendance sheet, read from a photo of it."""

from core.reading.apart import read_apart
from core.reading.refusal import Refused
from core.slots import Busy
from meetings.papers import meeting_of_code


def meeting_on(photo):
    """Return the name of the meeting whose sheet the photo shows, or None when no code is read."""
    try:
        answer, _kept = read_apart("codes", photo.read())
    except (Refused, Busy):
        return None
    finally:
        photo.seek(0)
    names = (meeting_of_code(text.rstrip("/").rpartition("/")[2]) for text in answer["codes"])
    return next(filter(None, names), None)
