"""Letters of the three languages: search keys that ignore marks, case and script."""

import unicodedata

from django.utils.translation import get_language

# Serbian Cyrillic, and the letters that Unicode does not take apart into letter and mark.
_LETTERS = str.maketrans(
    {
        "đ": "dj",
        "ђ": "dj",
        "а": "a",
        "б": "b",
        "в": "v",
        "г": "g",
        "д": "d",
        "е": "e",
        "ж": "z",
        "з": "z",
        "и": "i",
        "ј": "j",
        "к": "k",
        "л": "l",
        "љ": "lj",
        "м": "m",
        "н": "n",
        "њ": "nj",
        "о": "o",
        "п": "p",
        "р": "r",
        "с": "s",
        "т": "t",
        "ћ": "c",
        "у": "u",
        "ф": "f",
        "х": "h",
        "ц": "c",
        "ч": "c",
        "џ": "dz",
        "ш": "s",
    }
)


def fold(text):
    """Return the search key of a text: `Pejë`, `PEJE` and `peje` give one key, `Пећ` gives `pec`.

    The key is kept in a column of its own, because neither database compares these letters
    well by itself: SQLite folds only ASCII, and PostgreSQL's `unaccent` makes `d` of `đ`.
    """
    text = text.casefold().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.split())


def name_field(language=None):
    """Return the column of `TranslatedName` that holds names in the language (default: active)."""
    language = language or get_language() or "sq"
    return {"sq": "name_sq", "sr-latn": "name_sr", "en": "name_en"}.get(language, "name_sq")
