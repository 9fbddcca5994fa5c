"""Everybody reads who runs the portal; administrators say it, and open the portal."""

from accounts.permissions import administrator
from core.policy import everybody, register, where
from publisher.models import Publisher

register(
    Publisher,
    {
        "view": everybody,
        "edit": administrator,
        "open": administrator & where("it is not open yet", opened_at=None),
    },
)
