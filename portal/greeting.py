"""What the terminal shows when the portal is ready."""

from django.db import connections
from django.utils import translation

from portal.demo import is_demo
from portal.demo.sign_ins import SIGN_INS


def greet(address):
    """Print the address and, on a demonstration, who can sign in."""
    print(f"\nForumi answers at {address}")
    if is_demo():
        print("\nDemonstration sign-ins:\n" + table_of_sign_ins() + "\n")
    print("Ctrl-C stops it.\n", flush=True)
    # The workers, forked after this, must not inherit a database connection.
    connections.close_all()


def table_of_sign_ins():
    """Return one line for each role, in columns."""
    with translation.override("en"):
        rows = [(str(role), email, password) for email, role, password in SIGN_INS]
    rows.insert(0, ("role", "e-mail", "password"))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join("  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
