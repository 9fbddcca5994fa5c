"""Counters are the portal's own."""

from core.policy import nobody, register
from limits.models import Counter

register(Counter, {"view": nobody})
