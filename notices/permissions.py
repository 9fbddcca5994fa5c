"""The outbox: its owner reads a mail, an administrator sees whether it left."""

from accounts.permissions import administrator, own
from core.policy import register
from notices.models import Mail

register(Mail, {"view": own("to") | administrator})
