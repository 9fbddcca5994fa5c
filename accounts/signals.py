from django.dispatch import Signal

# A grant waits for another administrator to confirm it: `grant`.
role_waits = Signal()
