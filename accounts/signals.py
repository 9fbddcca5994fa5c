"""What the apps above are told of an account."""

from django.dispatch import Signal

# The means of signing in, the address, a key, a role or the account itself changed. Sent with
# `user`, `change` (one of `accounts.choices.Change`), `by` and, of an address, `old_address`.
account_changed = Signal()

# Somebody with an account is to set their password by a link. Sent with `user` and `by`.
account_invited = Signal()

# Whatever opens the portal in the name of the user is to end. Sent with `user`.
access_ended = Signal()

# Grants that one person gave wait for another administrator to confirm them. Sent with `grants`.
role_waits = Signal()
