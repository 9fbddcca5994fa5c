"""How gunicorn serves the portal: `python -m gunicorn -c portal/gunicorn_conf.py`."""

import gc
import signal
import subprocess
import sys
from pathlib import Path

import environ
from gunicorn.http import wsgi

# Until gunicorn has handlers of its own, Ctrl-C ends it without a traceback.
signal.signal(signal.SIGINT, signal.SIG_DFL)

# Which server it is, and of which version, is nobody's business.
wsgi.SERVER = "Forumi"

env = environ.Env()
env.read_env(Path(__file__).resolve().parent.parent / ".env")

host = env.str("HOST", default="127.0.0.1")
port = env.int("PORT", default=8000)

wsgi_app = "portal.wsgi:application"
bind = f"{host}:{port}"
worker_class = "gthread"
workers = env.int("WEB_WORKERS", default=2)
threads = env.int("WEB_THREADS", default=4)
# Loaded once, then forked: the workers share the memory of the code.
preload_app = True
control_socket_disable = True
# The portal speaks plain HTTP only to a proxy on its own machine.
forwarded_allow_ips = env.str("FORWARDED_ALLOW_IPS", default="127.0.0.1,::1")
# Seconds between two looks into the outbox; 0 where something else calls `deliver_mail`.
mail_every = env.int("DELIVER_MAIL", default=20)
loglevel = env.str("LOG_LEVEL", default="warning").lower()


def when_ready(server):
    """Say where the portal is; nothing of it can be imported before the application is loaded."""
    from portal.greeting import greet  # noqa: PLC0415 -- see above

    if mail_every:
        command = [sys.executable, "-m", "portal.carrier", str(mail_every)]
        server.mail_carrier = subprocess.Popen(command)  # noqa: S603 -- our own command
    greet(f"http://{'localhost' if host == '127.0.0.1' else host}:{port}/")
    gc.freeze()


def on_exit(server):
    """End the process that carries the mail."""
    if carrier := getattr(server, "mail_carrier", None):
        carrier.terminate()
