"""Text as it comes in: every sign is one that a page, a paper and a mail can show."""

import unicodedata

# Signs that word processors take from fonts of symbols, by what they look like.
_SYMBOLS = {
    0xF0A7: "•",
    0xF0B7: "•",
    0xF0D8: "•",
    0xF076: "•",
    0xF02D: "–",
    0xF0E0: "→",
    0xF0FC: "✓",
    0xF0A8: "□",
    0xF06F: "□",
    # The ends of lines, pages and paragraphs that some editors use.
    0x0B: "\n",
    0x0C: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}
# Controls, invisible formats (the byte order mark, turns of the direction of writing, soft
# hyphens), private use, halves of signs, and what is no sign at all.
_UNSHOWN = {"Cc", "Cf", "Co", "Cs", "Cn"}
_KEPT = "\n\r\t"


def clean_text(text):
    """Return the text in NFC, without signs that nobody sees or that turn what stands beside.

    A sign that hides or turns can make a name read as another one (Unicode TR 36).
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.translate(_SYMBOLS))
    return "".join(
        sign for sign in text if sign in _KEPT or unicodedata.category(sign) not in _UNSHOWN
    )


def clean_query(query):
    """Return the fields of a form or an address with clean texts; the same where all were clean."""
    cleaned = {name: [clean_text(value) for value in values] for name, values in query.lists()}
    if cleaned == dict(query.lists()):
        return query
    query = query.copy()
    for name, values in cleaned.items():
        query.setlist(name, values)
    return query
