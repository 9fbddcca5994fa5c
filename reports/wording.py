"""How a figure is said: by the number that stands for it, or by the answer of an only body."""

from django.utils.formats import number_format

DASH = "–"


class Wording:
    """What an indicator of today and one that was frozen do alike.

    `is_share`: its value is a share in percent. `is_answered`: its categories are answers, one for
    each body.
    """

    def value(self, figure):
        """The number that stands for a sum: a count, or a share in percent."""
        return figure.percent if self.is_share else figure.numerator

    def answer_of(self, figure):
        """The answer of the only body that a figure speaks of; None where it is a number."""
        return figure.only_answer if self.is_answered else None


def shown(indicator, value):
    """Return a number with its unit in the reader's language; a dash for no data."""
    if value is None:
        return DASH
    number = number_format(value, use_l10n=True)
    return f"{number} %" if indicator.is_share else number
