import hashlib
import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.policy import PolicyQuerySet


class AuditEvent(models.Model):
    """Something that was done and must stay on record: a sign-in, a decision, an export.

    Append-only. Each event carries the hash of the one before it, so that a changed or removed
    event shows (`manage.py verify_audit`). Who and what are kept as text: the record outlives
    the rows that it speaks of, and this app stands below all others.
    """

    at = models.DateTimeField(_("when"))
    actor = models.CharField(_("who"), max_length=254, blank=True)
    action = models.CharField(_("what was done"), max_length=60)
    subject_type = models.CharField(_("kind of record"), max_length=60, blank=True)
    subject_key = models.CharField(_("key of the record"), max_length=60, blank=True)
    subject_label = models.CharField(_("record"), max_length=300, blank=True)
    detail = models.JSONField(_("details"), default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = [models.Index(fields=["subject_type", "subject_key"], name="audit_event_subject")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.subject_label}"

    def computed_hash(self):
        """Return the SHA-256 over everything that the event says and the hash before it."""
        said = [
            self.previous_hash,
            self.at.isoformat(),
            self.actor,
            self.action,
            self.subject_type,
            self.subject_key,
            self.subject_label,
            self.detail,
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
