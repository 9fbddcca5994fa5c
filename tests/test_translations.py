"""Every text of the code is in the catalogues, and every catalogue is whole.

The texts are collected without GNU gettext, so that the test runs wherever the portal runs.
"""

import ast
import re

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

# Catalogues are files.
pytestmark = pytest.mark.once

ROOT = settings.BASE_DIR
FOLDERS = [
    *(
        "portal",
        "reports",
        "concerns",
        "follow_up",
        "plans",
        "compensation",
        "meetings",
        "establishment",
        "committees",
        "notices",
        "accounts",
    ),
    *("places", "audit", "core", "templates"),
]
CATALOGUES = sorted(
    path
    for folder in settings.LOCALE_PATHS
    for path in folder.glob("*/LC_MESSAGES/django.po")
    if path.parts[-3] != "en"
)
LANGUAGES = ["sq", "sr_Latn"]
# Positions of (context, singular, plural) in the arguments of each function.
FUNCTIONS = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!{){\w*}(?!})")
STRING = re.compile(r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""")
CALL = re.compile(rf"\b(_|n?p?gettext)\(((?:\s*{STRING.pattern}\s*,?)+)", re.DOTALL)


def texts_of_code(source):
    """Yield (context, singular, plural) of every call of a gettext function in a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            yield from message(called, [constant(argument) for argument in node.args])


def texts_of_template(source):
    """Yield the same of a template, from the calls that Django makes of its tags."""
    for called, arguments in CALL.findall(templatize(source)):
        yield from message(called, [ast.literal_eval(text) for text in STRING.findall(arguments)])


def message(called, arguments):
    name = "gettext" if called == "_" else re.sub(r"_(lazy|noop)$", "", called)
    if name in FUNCTIONS:
        yield tuple(
            arguments[at] if at is not None and at < len(arguments) else None
            for at in FUNCTIONS[name]
        )


def constant(node):
    return node.value if isinstance(node, ast.Constant) else None


def sources(pattern):
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob(pattern)):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text()


def texts():
    """Return every text of the project with the file that it was first seen in."""
    found = {}
    for name, source in sources("*.py"):
        for text in texts_of_code(source):
            found.setdefault(text, name)
    for pattern in ("*.html", "*.txt"):
        for name, source in sources(pattern):
            for text in texts_of_template(source):
                found.setdefault(text, name)
    return found


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_catalogue_is_whole(path):
    catalogue = polib.pofile(str(path))
    entries = [entry for entry in catalogue if not entry.obsolete]
    assert [entry.msgid for entry in entries if not all(translations(entry))] == []
    assert [entry.msgid for entry in entries if entry.fuzzy] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_placeholders_survive_translation(path):
    lost = [
        (entry.msgid, text)
        for entry in polib.pofile(str(path))
        for text in translations(entry)
        if text and set(PLACEHOLDER.findall(text)) not in allowed_placeholders(entry)
    ]
    assert lost == []


def allowed_placeholders(entry):
    """The placeholders of the text; of a counted one, those of either of its forms."""
    return [set(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text]


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_counted_texts_have_all_forms_of_the_language(path):
    catalogue = polib.pofile(str(path))
    forms = 3 if "sr_Latn" in path.parts else 2
    assert catalogue.metadata["Plural-Forms"].startswith(f"nplurals={forms};")
    assert [
        entry.msgid
        for entry in catalogue
        if entry.msgid_plural and len(entry.msgstr_plural) != forms
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_in_the_catalogue(language):
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    assert path.exists()
    catalogue = polib.pofile(str(path))
    known = {(entry.msgctxt, entry.msgid, entry.msgid_plural or None) for entry in catalogue}
    assert {text: name for text, name in texts().items() if text not in known} == {}


def test_every_text_is_written_out_where_it_is_translated():
    variable = [name for (_context, singular, _plural), name in texts().items() if not singular]
    assert variable == []


def test_functions_of_translation_have_the_names_that_are_collected():
    """A text under any other name is found neither by GNU gettext nor by the tests above."""
    renamed = [
        (name, alias.asname)
        for name, source in sources("*.py")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname not in (None, "_")
    ]
    assert renamed == []


def test_placeholders_have_names():
    anonymous = re.compile(r"(?<!%)%[sdrf]|{\w*}")
    assert [text for text in texts() if any(anonymous.search(part or "") for part in text)] == []


def test_text_blocks_of_templates_are_trimmed():
    block = re.compile(r"{%\s*blocktrans(?:late)?\b(?![^%]*\btrimmed\b)[^%]*%}")
    assert [name for name, source in sources("*.html") if block.search(source)] == []
