#!/usr/bin/env python3
"""Give collected catalogues what GNU gettext leaves out: plural forms, and heads without a clock.

A new counted message gets two forms from gettext in every language; Serbian has three.
"""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"
TWO_FORMS = "nplurals=2; plural=(n != 1);"
THREE_FORMS = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :"
    " n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)
PLURALS = {"sq": (2, TWO_FORMS), "sr_Latn": (3, THREE_FORMS)}


def main():
    for language, (forms, rule) in PLURALS.items():
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        catalogue = polib.pofile(str(path))
        catalogue.header = ""
        catalogue.metadata_is_fuzzy = []
        # Moments and names of machines would change the file each time it is written.
        catalogue.metadata = {
            "Project-Id-Version": "Forumi",
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": rule,
        }
        for entry in catalogue:
            if entry.msgid_plural:
                translated = entry.msgstr_plural
                entry.msgstr_plural = {form: translated.get(form, "") for form in range(forms)}
        catalogue.save()
        open_entries = len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())
        print(f"{language}: {len(catalogue)} messages, {open_entries} to translate")


if __name__ == "__main__":
    main()
