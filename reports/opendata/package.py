"""The file itself: the same edition gives the same bytes, whoever asks and whenever.

All but the names of places, and the words on what is not published, was frozen with the edition.

The description follows the Data Package and Table Schema specifications (Frictionless Data).
"""

import csv
import hashlib
import json
import zipfile
from datetime import UTC
from io import BytesIO, StringIO

from core.views import defused
from reports.opendata.tables import TABLES
from reports.opendata.words import methodology, readme, terms_of_use
from reports.yearbook import LANGUAGES

# The oldest time that the format knows: the moment of packing is no part of the content.
NO_TIME = (1980, 1, 1, 0, 0, 0)
# A plain file that everybody may read, where it is unpacked on Unix.
READABLE = 0o100644 << 16


def package(edition):
    """Return the package of a published edition as a ZIP.

    Nothing is compressed: the bytes would hang on the version of the compressor.
    """
    tables = [(table, _csv(table, edition)) for table in TABLES]
    described = json.dumps(_described(edition, tables), indent=2, ensure_ascii=False)
    files = {table.path: content for table, content in tables}
    files |= {"datapackage.json": described.encode()}
    files |= {"README.md": readme(edition).encode()}
    files |= {f"methodology-{code}.md": methodology(edition, code).encode() for code in LANGUAGES}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.external_attr = READABLE
            archive.writestr(entry, files[name])
    return packed.getvalue()


def file_name(edition):
    return f"forumi-open-data-{edition.kind}-{edition.year}-{edition.number}.zip"


def _csv(table, edition):
    text = StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(field.name for field in table.fields)
    for row in table.rows(edition):
        lines.writerow(defused(cell) for cell in row)
    return text.getvalue().encode()


def _described(edition, tables):
    return {
        "profile": "tabular-data-package",
        "name": f"forumi-{edition.kind}-{edition.year}",
        "title": f"Forumi: {edition.kind} {edition.year}",
        "version": str(edition.number),
        "created": edition.cut_off.astimezone(UTC).isoformat(),
        "terms_of_use": terms_of_use(),
        "edition": {
            "kind": edition.kind,
            "year": edition.year,
            "number": edition.number,
            "reason": edition.reason,
            "cut_off": edition.cut_off.astimezone(UTC).isoformat(),
            "sha256": edition.sha256,
        },
        "resources": [_resource(table, content) for table, content in tables],
    }


def _resource(table, content):
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": table.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [vars(field) for field in table.fields],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }
