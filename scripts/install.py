#!/usr/bin/env python3
"""Bring `.venv` to the state of one lock file; does nothing when it is there already.

Runs on the system's Python, so it uses the standard library only.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# A lock file and the ones whose packages it holds as well.
COVERS = {
    "requirements.txt": ["requirements.txt"],
    "requirements-dev.txt": ["requirements-dev.txt", "requirements.txt"],
}


def main(lock):
    if sys.version_info < (3, 11):  # noqa: UP036 -- this is what says so
        return f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}."
    if is_installed(lock):
        return None
    if not works(PYTHON, "import pip"):
        print("Making the virtual environment .venv", flush=True)
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], cwd=ROOT)
        if made.returncode:
            return "No virtual environment could be made (Debian package: python3-venv)."
    print(f"Installing the packages of {lock}", flush=True)
    if not (installed_with_uv(lock) or installed_with_pip(lock)):
        return f"The packages of {lock} could not be installed; see above."
    for name in COVERS[lock]:
        stamp(name).write_text(state_of(name))
    return None


def is_installed(lock):
    path = stamp(lock)
    return path.exists() and path.read_text() == state_of(lock) and works(PYTHON, "import django")


def stamp(lock):
    return VENV / f"{lock}.sha256"


def state_of(lock):
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def works(python, statement):
    """Whether this interpreter starts: a copied or upgraded machine leaves dead links behind."""
    if not python.exists():
        return False
    return subprocess.run([python, "-c", statement], stderr=subprocess.DEVNULL).returncode == 0


def installed_with_uv(lock):
    uv = shutil.which("uv")
    if not uv:
        return False
    command = [uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock]
    env = dict(os.environ, UV_PYTHON_DOWNLOADS="never", UV_SYSTEM_CERTS="true")
    if subprocess.run(command, cwd=ROOT, env=env).returncode == 0:
        return True
    print("uv could not do it; trying pip", flush=True)
    return False


def installed_with_pip(lock):
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "-r", lock]
    return subprocess.run(command, cwd=ROOT).returncode == 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)
