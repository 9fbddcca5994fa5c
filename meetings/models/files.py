from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import StoredFile
from meetings.choices import FileKind


class RecordFile(StoredFile):
    """A file of a record, with what it is; what nobody sorted is guarded like a signed list."""

    kind = models.CharField(
        _("what it is"), max_length=10, choices=FileKind, default=FileKind.SHEET
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FileKind.values), name="%(app_label)s_%(class)s_kind_known"
            )
        ]
