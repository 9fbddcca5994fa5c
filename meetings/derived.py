"""Where a yearly answer follows from records, nobody is asked for it.

The records of payments are kept by an app above, which says here how the answer follows.
"""

_SOURCES = {}


def answer_compensation_by(answers_of):
    """Let `answers_of(committee)` say what follows, as {year: answer}."""
    _SOURCES["compensation"] = answers_of


def derived_compensation(committee):
    """Return {year: answer} of the years whose answer on compensation follows by itself."""
    answers_of = _SOURCES.get("compensation")
    return answers_of(committee) if answers_of else {}
