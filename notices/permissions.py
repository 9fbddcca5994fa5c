"""The outbox: its owner reads a mail, an administrator sees whether it left."""

from accounts.permissions import administrator, own
from core.policy import register, where
from notices.models import Mail

register(
    Mail,
    {
        "view": own("to") | administrator,
        # Whoever was to get a new password asks for another link.
        "try_again": where("given up", given_up_at__isnull=False)
        & where("without a secret", has_secret=False)
        & administrator,
    },
)
