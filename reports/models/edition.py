import hashlib
import json
from datetime import UTC

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.choices import Role
from committees.choices import CommitteeKind
from core.models import Staged
from reports.choices import OPEN, OUT, EditionStatus
from reports.querysets import EditionQuerySet


class Edition(Staged):
    """The figures of a year and a kind of committee, reviewed by a second person and frozen.

    They are frozen at `cut_off`, when the edition is put to review, so that what the reviewer
    sees is what is published; an edition that comes back is frozen anew. `before` holds the year
    before as it was then known, and `declared` what each figure meant: an old edition explains
    itself. A published edition never changes, which the database itself sees to; corrections
    become the next edition, which says why.
    """

    kind = models.CharField(_("kind of committee"), max_length=20, choices=CommitteeKind)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True, editable=False)
    status = models.CharField(
        _("status"), max_length=20, choices=EditionStatus, default=EditionStatus.DRAFT
    )
    reason = models.CharField(_("why there is a new edition"), max_length=1000, blank=True)
    cut_off = models.DateTimeField(_("figures frozen at"), null=True, blank=True, editable=False)
    figures = models.JSONField(_("figures"), default=dict, blank=True, editable=False)
    before = models.JSONField(
        _("figures of the year before"), default=dict, blank=True, editable=False
    )
    declared = models.JSONField(
        _("what the figures mean"), default=dict, blank=True, editable=False
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    prepared_at = models.DateTimeField(_("prepared at"), editable=False)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("prepared by"),
        related_name="+",
        editable=False,
    )
    prepared_as = models.CharField(_("prepared as"), max_length=30, choices=Role, editable=False)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("reviewed by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    reviewed_as = models.CharField(
        _("reviewed as"), max_length=30, choices=Role, blank=True, editable=False
    )

    objects = EditionQuerySet.as_manager()
    # What was frozen and thrown away again at a return is no part of the story.
    history = HistoricalRecords(excluded_fields=["figures", "before", "declared"])

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CommitteeKind.values), name="reports_edition_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=EditionStatus.values), name="reports_edition_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status_at=None, status_by=None)
                | Q(status_at__isnull=False, status_by__isnull=False),
                name="reports_edition_status_stamped",
            ),
            models.CheckConstraint(
                condition=Q(status=EditionStatus.DRAFT, cut_off=None, sha256="")
                | (~Q(status=EditionStatus.DRAFT) & Q(cut_off__isnull=False) & ~Q(sha256="")),
                name="reports_edition_frozen_unless_draft",
            ),
            models.CheckConstraint(
                # Not `status__in=OPEN`: a status that nobody knows is to break one constraint only.
                condition=(
                    ~Q(status__in=OUT)
                    & Q(number=None, reviewed_at=None, reviewed_by=None, reviewed_as="")
                )
                | (
                    Q(
                        status__in=OUT,
                        number__gte=1,
                        reviewed_at__isnull=False,
                        reviewed_by__isnull=False,
                    )
                    & ~Q(reviewed_as="")
                ),
                name="reports_edition_out_numbered_and_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(reviewed_by=F("prepared_by")),
                name="reports_edition_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number=1) | ~Q(reason=""),
                name="reports_edition_later_has_reason",
            ),
            models.UniqueConstraint(
                fields=["kind", "year", "number"], name="reports_edition_number_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "year"],
                condition=Q(status__in=OPEN),
                name="reports_edition_open_once",
                violation_error_message=_("An edition of this year is in the making already."),
            ),
        ]

    def __str__(self):
        name = {"kind": self.kind_plural, "year": self.year, "number": self.number}
        if self.number is None:
            return gettext("%(kind)s, %(year)s: edition in the making") % name
        return gettext("%(kind)s, %(year)s: edition %(number)s") % name

    def get_absolute_url(self):
        return reverse("reports:edition", kwargs={"pk": self.pk})

    @property
    def kind_plural(self):
        return CommitteeKind(self.kind).plural

    @property
    def status_choice(self):
        """The status as a badge."""
        return EditionStatus(self.status)

    @property
    def is_frozen(self):
        return self.cut_off is not None

    @property
    def is_out(self):
        return self.status in OUT

    @property
    def content(self):
        """All that is frozen, as plain data; the hash is taken of it."""
        return {
            "kind": self.kind,
            "year": self.year,
            "cut_off": self.cut_off.astimezone(UTC).isoformat(),
            "figures": self.figures,
            "before": self.before,
            "declared": self.declared,
        }

    def computed_sha256(self):
        """Return the SHA-256 of the content as JSON with sorted keys and no spaces, in UTF-8."""
        text = json.dumps(self.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
