from django.utils.formats import number_format


def euro(amount):
    """The amount as money: two decimals, in the manner of the reader's language."""
    return f"{number_format(amount, decimal_pos=2, force_grouping=True)} €"
