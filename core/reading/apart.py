"""Starts the process that reads a file, and ends it when it does not end by itself."""

import json
import logging
import subprocess
import sys

from django.conf import settings

from core.reading.child import HEAVY
from core.reading.refusal import Refused
from core.slots import slot

logger = logging.getLogger(__name__)

# Seconds that the process may take with all waiting; of the processor it gets fewer.
MOST_SECONDS = 60


def read_apart(kind, content):
    """Return what the reader of the kind says of the file, and the bytes to be kept instead of it.

    Raises `Refused`, and `Busy` when others have files read. The process knows nothing of the
    portal's settings: it gets no environment.
    """
    command = [sys.executable, "-B", "-m", "core.reading.child", kind]
    try:
        with slot():
            done = subprocess.run(  # noqa: S603 -- our own command
                command,
                input=content,
                capture_output=True,
                cwd=settings.BASE_DIR,
                env={},
                timeout=MOST_SECONDS,
            )
    except subprocess.TimeoutExpired:
        raise Refused("heavy") from None
    # A process that a limit ended has the negative number of the signal.
    if done.returncode == HEAVY or done.returncode < 0:
        raise Refused("heavy")
    if done.returncode:
        # The last line of the report names the fault; behind the colon may stand words of the file.
        fault = done.stderr.rstrip().rpartition(b"\n")[2].partition(b":")[0]
        logger.info("A %s was not read: %s", kind, fault.decode(errors="replace"))
        raise Refused("broken")
    head, _line, kept = done.stdout.partition(b"\n")
    answer = json.loads(head)
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["values"])
    return answer, kept
