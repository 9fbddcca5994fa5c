"""Words that whoever guesses the password of this portal tries first."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.i18n import fold
from places.models import Municipality, PoliceRegion

WORDS = [
    "administrator",
    "admin",
    "demo",
    "fjalekalim",
    "forum",
    "forumi",
    "kksb",
    "klsp",
    "komiteti",
    "komuna",
    "kosova",
    "kosovo",
    "kryetar",
    "lozinka",
    "ministria",
    "mpb",
    "opstina",
    "osce",
    "password",
    "policia",
    "policija",
    "police",
    "prishtina",
    "qwerty",
    "siguria",
    "sigurnost",
]
FEWEST = 8


class ContextWordsValidator:
    """Refuses a password that holds such words, and few letters beside them."""

    def validate(self, password, user=None):
        typed = fold(password)
        rest = _without_words(typed)
        if rest != typed and sum(map(str.isalpha, rest)) < FEWEST:
            raise ValidationError(self.get_help_text(), code="password_of_context")

    def get_help_text(self):
        return _(
            "Your password must be more than words of the portal, the police, a council or a "
            "place with figures behind them."
        )


def _without_words(password):
    """Return what is left of a password, the longest words taken out first."""
    names = [
        fold(name)
        for model in (Municipality, PoliceRegion)
        for row in model.objects.values_list("name_sq", "name_sr", "name_en")
        for name in row
        if name
    ]
    for word in sorted({*WORDS, *names}, key=len, reverse=True):
        password = password.replace(word, "")
    return password
