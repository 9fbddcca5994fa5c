#!/usr/bin/env python3
"""Prepare the portal and serve it: `make run`."""

import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main():
    os.chdir(ROOT)
    take_the_terminal()
    prepared = prepare()
    if prepared == 0:
        server = [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn_conf.py"]
        os.execv(sys.executable, server)  # noqa: S606 -- the server takes the place of this script
    return prepared


def prepare():
    """Run `manage.py prepare` and return its exit code."""
    # In a session of its own it does not hear Ctrl-C, to which Django answers with a traceback.
    process = subprocess.Popen([sys.executable, "manage.py", "prepare"], start_new_session=True)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        return 130


def take_the_terminal():
    """Let Ctrl-C reach the server and not `make`, which would report an interrupt as an error."""
    if not sys.stdin.isatty() or os.getpgrp() == os.getpid():
        return
    # Whoever sets the foreground group from the background is stopped by SIGTTOU.
    before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.setpgid(0, 0)
    os.tcsetpgrp(sys.stdin.fileno(), os.getpid())
    signal.signal(signal.SIGTTOU, before)


if __name__ == "__main__":
    sys.exit(main())
