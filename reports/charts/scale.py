"""Scales: from numbers to places in a drawing, and the round numbers that are written beside."""

STEPS = (1, 2, 5, 10)
TICKS = 4


def step_of(most):
    """Return the round step that divides the way to `most` into at most four parts."""
    size = 1
    while True:
        for step in STEPS:
            if step * size * TICKS >= most:
                return step * size
        size *= 10


def ticks(most):
    """Return round numbers from zero up to the first that is not below `most`."""
    step = step_of(max(most, 1))
    count = -(-max(most, 1) // step)
    return [int(step * number) for number in range(int(count) + 1)]


def at(value, most, length):
    """Return where a value lies on a length that ends at `most`."""
    return round(length * value / most, 2)
