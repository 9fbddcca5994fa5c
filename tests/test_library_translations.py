"""The texts of the installed libraries, in Albanian and Serbian: whole, sound and in use."""

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, ngettext, override, pgettext
from django.utils.translation.template import templatize

# Catalogues are files.
pytestmark = pytest.mark.once

LIBRARIES = Path(__file__).parent.parent / "locale" / "libraries"
FOLDERS = {"sq": "sq", "sr-latn": "sr_Latn"}
PLURAL_FORMS = {"sq": 2, "sr-latn": 3}
# Written alike in all languages.
SAME_WORD = {"Email", "MFA", "WebAuthn"}

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")
STRING = r"""[ubr]*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|n?p?gettext(?:_lazy)?)\(\s*({STRING}(?:\s*,\s*{STRING})*)")


def package(name):
    return Path(find_spec(name).origin).parent


def catalogue(language):
    return polib.pofile(str(LIBRARIES / FOLDERS[language] / "LC_MESSAGES" / "django.po"))


def forms(entry):
    """Every wording of an entry, with the source text that it stands for."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    sources = [entry.msgid_plural] * len(entry.msgstr_plural)
    # The Serbian first form also serves 21, 31 …: only where it serves 1 alone may it do without
    # the number, as the English singular does.
    if len(sources) == 2:
        sources[0] = entry.msgid
    return list(zip(sources, entry.msgstr_plural.values(), strict=True))


def allauth_texts():
    """What the parts of allauth that the portal uses say: (context, text, plural)."""
    root = package("allauth")
    sources = [
        templatize(path.read_text(encoding="utf-8"))
        for app in ["account", "mfa"]
        for path in sorted((root / "templates" / app).rglob("*.*"))
    ]
    sources += [
        path.read_text(encoding="utf-8")
        for app in ["account", "mfa"]
        for path in sorted((root / app).rglob("*.py"))
        if path.name != "admin.py"
    ]
    texts = set()
    for function, arguments in CALL.findall("\n".join(sources)):
        strings = list(ast.literal_eval(f"({arguments},)"))
        context = strings.pop(0) if "pgettext" in function else None
        plural = strings[1] if function.startswith("n") else None
        texts.add((context, strings[0], plural))
    return sorted(texts, key=str)


def django_texts(app, folder):
    """The entries of one of Django's own catalogues."""
    path = package("django") / app / "locale" / folder / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path))


@pytest.fixture
def libraries_alone(settings, tmp_path):
    """The catalogues of this folder, compiled afresh, with nothing of the portal's before them."""
    for language, folder in FOLDERS.items():
        target = tmp_path / folder / "LC_MESSAGES"
        target.mkdir(parents=True)
        catalogue(language).save_as_mofile(str(target / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    # A missing text falls back to the portal's first language, which would hide it.
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize("language", FOLDERS)
def test_every_entry_is_translated(language):
    entries = catalogue(language)
    assert len(entries) > 100
    assert [e.msgid for e in entries if not e.translated() or e.fuzzy or e.obsolete] == []


@pytest.mark.parametrize("language", FOLDERS)
def test_placeholders_survive(language):
    for entry in catalogue(language):
        for source, wording in forms(entry):
            expected = set(PLACEHOLDER.findall(source))
            assert set(PLACEHOLDER.findall(wording)) == expected, entry.msgid


@pytest.mark.parametrize("language", FOLDERS)
def test_line_ends_survive(language):
    for entry in catalogue(language):
        for source, wording in forms(entry):
            assert source.endswith("\n") == wording.endswith("\n"), entry.msgid


@pytest.mark.parametrize("language", FOLDERS)
def test_every_plural_form_is_there(language):
    entries = catalogue(language)
    count = PLURAL_FORMS[language]
    assert entries.metadata["Plural-Forms"].startswith(f"nplurals={count};")
    assert {len(e.msgstr_plural) for e in entries if e.msgid_plural} == {count}


@pytest.mark.parametrize("language", FOLDERS)
def test_every_entry_names_its_library(language):
    assert [e.msgid for e in catalogue(language) if not re.search(r" \d+\.\d+", e.comment)] == []


@pytest.mark.parametrize("language", FOLDERS)
@pytest.mark.parametrize(
    "app", ["conf", "contrib/auth", "contrib/contenttypes", "contrib/humanize"]
)
def test_nothing_of_django_is_left_in_english(language, app):
    wanted = {(e.msgctxt, e.msgid) for e in django_texts(app, "en")}
    theirs = django_texts(app, FOLDERS[language]).translated_entries()
    known = {(e.msgctxt, e.msgid) for e in [*theirs, *catalogue(language)]}
    assert wanted - known == set()


def test_allauth_texts_are_found():
    texts = {text for _, text, _ in allauth_texts()}
    assert len(texts) > 200
    assert {"Sign In", "Reset My Password", "Incorrect password.", "Don't Trust"} <= texts


@pytest.mark.parametrize("language", FOLDERS)
@pytest.mark.usefixtures("libraries_alone")
def test_allauth_speaks_the_language(language):
    missing = []
    with override(language):
        for context, text, plural in allauth_texts():
            if plural:
                said = {ngettext(text, plural, number) for number in [1, 2, 5, 21]}
            elif context:
                said = {pgettext(context, text)}
            else:
                said = {gettext(text)}
            if text not in SAME_WORD and said & {text, plural}:
                missing.append(text)
    assert missing == []


@pytest.mark.usefixtures("libraries_alone")
@pytest.mark.parametrize(("language", "said"), [("sq", "Hyr"), ("sr-latn", "Prijavite se")])
def test_sign_in_is_the_agreed_word(language, said):
    with override(language):
        assert gettext("Sign In") == said
