"""Reads one file: `python -m core.reading.child KIND`, the file on standard input.

Standard output gets a line of JSON, and behind it the bytes that the portal is to keep instead.
"""

import json
import resource
import sys
from importlib import import_module

from core.reading.refusal import Refused

# Kind of file: the module whose `read(content, kind)` reads it.
READERS = {
    "pdf": "pdf",
    "jpg": "picture",
    "jpeg": "picture",
    "png": "picture",
    "docx": "packed",
    "xlsx": "packed",
    "odt": "packed",
    "table": "workbook",
    "codes": "codes",
}
SECONDS = 20
BYTES = 512 * 1024 * 1024
LIMITS = {
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_AS: BYTES,
    # It writes no file, opens few, and leaves no image of what it held.
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NOFILE: 32,
    resource.RLIMIT_CORE: 0,
}
HEAVY = 3


def main(kind):
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    try:
        answer, content = read(kind, sys.stdin.buffer.read())
    except MemoryError:
        return HEAVY
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)
    return 0


def read(kind, content):
    reader = import_module(f"core.reading.{READERS[kind]}")
    try:
        return reader.read(content, kind)
    except Refused as refusal:
        return {"refused": refusal.code, "values": refusal.values}, b""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
