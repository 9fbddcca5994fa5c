"""Numbers of a series, one after the other, whoever asks at the same time."""

from django.db.models import F

from committees.models import NumberSeries


def next_number(prefix, year, *, taken=lambda number: False):
    """Return the next number of the series, as `KLSP-2026-0042`; call it inside a transaction.

    `taken` says whether a number was given by hand before; it is passed over.
    """
    series, _created = NumberSeries.objects.get_or_create(prefix=prefix, year=year)
    row = NumberSeries.objects.filter(pk=series.pk)
    while True:
        # The update locks the row; whoever comes second waits here for the first to end.
        row.update(last=F("last") + 1)
        number = f"{prefix}-{year}-{row.get().last:04}"
        if not taken(number):
            return number
