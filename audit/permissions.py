from audit.models import AuditEvent
from core.policy import nobody, register

# Opened to administrators by `accounts.permissions`, which knows what an administrator is.
register(AuditEvent, {"append": nobody})
