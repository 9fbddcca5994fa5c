#!/usr/bin/env python3
"""Run a command beside a throwaway PostgreSQL server: `with_postgres.py make-something ...`.

The server lives in a temporary folder, listens on a socket there and on no port, and is removed
with its data when the command ends, fails or is interrupted. PG_BIN names another folder of
server programs.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

MISSING = "PostgreSQL server programs not found (Debian package: postgresql)"
# Nothing in here has to survive a power cut. A table that the vacuum found empty between two tests
# is read whole by plans that stay when it is full, so nobody looks.
OPTIONS = (
    "-c listen_addresses='' -c unix_socket_directories='{folder}'"
    " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off -c autovacuum=off"
)


def main(command):
    if not command:
        return "Usage: with_postgres.py command [argument ...]"
    programs = server_programs()
    if programs is None:
        return MISSING
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, frame: sys.exit(128 + received))
    try:
        with running_server(programs) as folder:
            return run(command, folder, programs)
    except KeyboardInterrupt:
        return 130


def server_programs():
    """Return the folder of the newest server's programs, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin")
    folders = sorted(found, key=lambda path: float(path.parent.name), reverse=True)
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    if chosen := os.environ.get("PG_BIN"):
        folders.insert(0, Path(chosen))
    return next((path for path in folders if (path / "initdb").exists()), None)


@contextmanager
def running_server(programs):
    """Start a server with an empty data folder; stop and remove it at the end."""
    # The address of a socket holds about a hundred letters, so a long TMPDIR would not do.
    folder = Path(tempfile.mkdtemp(prefix="forumi-pg-", dir="/tmp"))  # noqa: S108
    owner = server_user(folder)
    data = folder / "data"

    def call(program, *arguments):
        process = subprocess.Popen(
            [programs / program, "-D", data, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Ctrl-C ends the command first, and the server after it, in order.
            start_new_session=True,
            **owner,
        )
        try:
            output, _none = process.communicate()
        finally:
            end(process, os.killpg)
        if process.returncode:
            sys.exit(f"{program} failed: {output}")

    try:
        call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = OPTIONS.format(folder=folder)
        call("pg_ctl", "start", "-w", "-l", folder / "log", "-o", options)
        yield folder
    finally:
        try:
            if (data / "postmaster.pid").exists():
                call("pg_ctl", "stop", "-w", "-m", "immediate")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def server_user(folder):
    """Return the process options for the server, which refuses to run as root."""
    if os.getuid() != 0:
        return {}
    user = next(find_users("postgres", "nobody"))
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def find_users(*names):
    known = {user.pw_name: user for user in pwd.getpwall()}
    return (known[name] for name in names if name in known)


def run(command, folder, programs):
    """Run the command with the address of the server; end it when this script is ended."""
    env = dict(
        os.environ,
        # The client programs of the same version; what wraps them elsewhere knows no such server.
        PATH=os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)]),
        PGHOST=str(folder),
        PGUSER="postgres",
        DATABASE_URL=f"postgres://postgres@/postgres?host={folder}",
    )
    try:
        process = subprocess.Popen(command, env=env)
    except OSError as error:
        return str(error)
    try:
        return process.wait()
    finally:
        end(process, os.kill)


def end(process, kill):
    """End a process that an interrupt has left behind."""
    if process.poll() is None:
        kill(process.pid, signal.SIGTERM)
        process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
