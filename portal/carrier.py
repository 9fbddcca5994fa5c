"""Keeps the process that carries the mail running: `python -m portal.carrier SECONDS`.

It loads nothing of the portal, so that little can end it; a carrier that was killed, or that its
memory ended, is started anew after a pause.
"""

import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAUSE = 5


def main(every):
    command = [sys.executable, "manage.py", "deliver_mail", "--every", every]
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit())
    while True:
        carrier = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 -- our own command
        try:
            carrier.wait()
        finally:
            # It is running still where the keeper itself is to end.
            carrier.terminate()
        time.sleep(PAUSE)


if __name__ == "__main__":
    main(sys.argv[1])
