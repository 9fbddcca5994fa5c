"""Letters of the three languages: search keys that ignore marks, case and script."""

import re
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

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
# Letters of the two scripts that look the same on the screen.
_TO_CYRILLIC = str.maketrans("aceopxyjABCEHKMOPTXJ", "асеорхујАВСЕНКМОРТХЈ")
_TO_LATIN = {cyrillic: latin for latin, cyrillic in _TO_CYRILLIC.items()}


def _in_one_script(word):
    """Return a word that mixes both scripts in the one that most of its letters belong to."""
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if not latin:
        return word
    return word.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)


def fold(text):
    """Return the search key of a text: `Pejë`, `PEJE` and `peje` give one key, `Пећ` gives `pec`.

    The key is kept in a column of its own, because neither database compares these letters
    well by itself: SQLite folds only ASCII, and PostgreSQL's `unaccent` makes `d` of `đ`.
    A Latin letter that slipped into a Cyrillic word, or the other way round, is read by its looks.
    """
    if _CYRILLIC.search(text):
        text = " ".join(_in_one_script(word) for word in text.split())
    parted = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return " ".join(plain.translate(_LETTERS).split())


# How the other language writes a sound, in folded words.
_WRITTEN = {
    **dict.fromkeys(("sh", "s"), "sh?"),
    **dict.fromkeys(("zh", "z"), "zh?"),
    **dict.fromkeys(("dj", "gj"), "(?:dj|gj)"),
    **dict.fromkeys(("dz", "xh"), "(?:dz|xh)"),
    **dict.fromkeys(("c", "q"), "[cq]"),
}
_SOUNDS = re.compile("|".join(_WRITTEN))

# A shorter word with a letter changed is mostly another word; the pattern of a longer one would
# take the database long.
SHORTEST_WITH_SLIP, LONGEST_WITH_SLIP = 5, 24


def slip_pattern(word):
    """Return the regular expression that finds a folded word, also with one slip in it.

    A slip is a letter too many, too few or another one, or two neighbours in the wrong order;
    what is no word, as a number of the register, is taken as it is. The sounds that Albanian and
    Serbian write in their own ways are one: `zur` finds Zhur, and `djakove` Gjakovë.
    """
    forms = [_SOUNDS.sub(lambda found: _WRITTEN[found[0]], re.escape(word))]
    if SHORTEST_WITH_SLIP <= len(word) <= LONGEST_WITH_SLIP and word.isalpha():
        cuts = [(re.escape(word[:at]), word[at:]) for at in range(1, len(word))]
        for head, tail in cuts:
            forms += [f"{head}.{re.escape(tail)}", f"{head}.?{re.escape(tail[1:])}"]
            if len(tail) > 1:
                forms.append(f"{head}{re.escape(tail[1] + tail[0] + tail[2:])}")
    return "|".join(forms)


# The order of the alphabets; Albanian has letters of two signs.
_ALPHABETS = {
    "sq": "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh",
    "sr-latn": "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž",
}
_PLACES = {
    language: {letter: place for place, letter in enumerate(alphabet.split())}
    for language, alphabet in _ALPHABETS.items()
}


def sort_key(text):
    """Return the key that sorts a text by the alphabet of the active language.

    Used for the short lists of reference data; neither database sorts these letters by itself.
    """
    places = _PLACES.get(get_language(), {})
    text = text.casefold()
    key, at = [], 0
    while at < len(text):
        letter = text[at : at + 2] if text[at : at + 2] in places else text[at]
        plain = unicodedata.normalize("NFKD", letter)[0]
        # A letter that the alphabet lacks stands behind the plain one.
        key.append((places.get(letter, places.get(plain, ord(plain))), letter))
        at += len(letter)
    return key


def name_field(language=None):
    """Return the column of `TranslatedName` that holds names in the language (default: active)."""
    language = language or get_language() or "sq"
    return {"sq": "name_sq", "sr-latn": "name_sr", "en": "name_en"}.get(language, "name_sq")
