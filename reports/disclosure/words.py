"""What is not published, and why: for the methodology page and the open data."""

from django.utils.translation import gettext_lazy as _

from reports.disclosure.rules import BASE, BODIES, FEW, LEAST

NOT_PUBLISHED = (
    _(
        "What a member declared of their own community or religion is nobody else's (Law 06/L-082 "
        "on Protection of Personal Data). It is never shown of a person, of a body, of a "
        "municipality or of a police region."
    ),
    _(
        "The seats are another matter: a seat «represents X» is a public office, and all figures "
        "of communities and religions on the pages count seats. They are public and exact, and "
        "say nothing of the person who sits there."
    ),
    _(
        "Of the declarations there is one table a year for each kind of body, for the whole "
        "country, made with the edition of the year and never changed. It counts the members who "
        "stand in no earlier table and have sat for a year, so that no two tables can be "
        "subtracted to find a person. Where too few members are new, or all are of fewer than "
        "%(bodies)s bodies, there is no table, and they are counted a year later."
    ),
    _(
        "Only a community or religion that at least %(least)s of these members declared is shown. "
        "If the hidden rest is smaller than that, the smallest shown number is hidden as well; a "
        "table of which fewer than two numbers remain shows none. All numbers are rounded down "
        "to a multiple of %(base)s. Where nearly all of fewer than %(few)s members answered, only "
        "that is shown. How many answered is always shown."
    ),
    _(
        "OSCE monitors are shown the same tables, also before the edition is published, after they "
        "have written down what for; every such reading is recorded."
    ),
    _(
        "The police page on the local committees says that diversity reaches up to about 85 %%. "
        "It says neither of what nor of when: the figure has no definition, cannot be computed "
        "anew, and is neither repeated nor compared here."
    ),
)


def not_published():
    """Return the paragraphs in the reader's language."""
    return [
        text % {"least": LEAST, "base": BASE, "bodies": BODIES, "few": FEW}
        for text in NOT_PUBLISHED
    ]
