"""A browser whose user has just given the password anew, as the pages that change access ask."""

import time


def sign_in_anew(client, user):
    """Sign the user in, as somebody who has just proved who they are."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
