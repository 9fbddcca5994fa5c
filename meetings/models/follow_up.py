from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import SearchTextField, Staged
from core.policy import PolicyQuerySet
from meetings.choices import CLOSED_ACTIONS, ActionStatus
from meetings.models.concern import Concern
from meetings.models.files import RecordFile
from meetings.models.institution import Institution
from meetings.models.meeting import Meeting
from meetings.querysets import ActionQuerySet


class Action(Staged):
    """What a meeting asks somebody to do: a task, a recommendation, a decision to carry out.

    It is asked about at every later meeting until it is closed: done, not done, or withdrawn.
    `addressee` stays as it was written; `institution` is what it was recognised as. `result` says
    what came of it, or why nothing did, and `done_on` since when. `item` is the line of the agenda
    under which it was decided, `concern` what it arises from.
    """

    SETTLED_ON = "done_on"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("decided at"), related_name="actions"
    )
    item = models.ForeignKey(
        "meetings.AgendaItem",
        models.PROTECT,
        verbose_name=_("decided under"),
        related_name="decided_actions",
        null=True,
        blank=True,
    )
    concern = models.ForeignKey(
        Concern,
        models.PROTECT,
        verbose_name=_("arises from the concern"),
        related_name="actions",
        null=True,
        blank=True,
    )
    text = models.TextField(_("what is to be done"), max_length=500)
    addressee = models.CharField(
        _("by whom"),
        max_length=200,
        help_text=_("An institution or a post, for example «Directorate of Education»."),
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        verbose_name=_("institution"),
        related_name="actions",
        null=True,
        blank=True,
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=ActionStatus, default=ActionStatus.OPEN
    )
    result = models.TextField(_("what came of it"), max_length=2000, blank=True)
    done_on = models.DateField(_("closed on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    search_text = SearchTextField(sources=("text", "addressee"))

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ActionStatus.values), name="meetings_action_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status_at=None, status_by=None)
                | Q(status_at__isnull=False, status_by__isnull=False),
                name="meetings_action_status_stamped",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CLOSED_ACTIONS, done_on__isnull=False)
                | (~Q(status__in=CLOSED_ACTIONS) & Q(done_on=None)),
                name="meetings_action_closed_dated",
            ),
            models.CheckConstraint(
                condition=Q(result="", done_on=None) | (~Q(result="") & Q(done_on__isnull=False)),
                name="meetings_action_result_dated",
            ),
            models.UniqueConstraint(
                fields=["meeting", "text", "addressee"],
                name="meetings_action_once",
                violation_error_message=_("The meeting asked this of the same addressee already."),
            ),
        ]
        indexes = [models.Index(fields=["done_on", "due_on"], name="meetings_action_by_due")]

    def __str__(self):
        return f"{self.text} ({self.addressee})"

    def get_absolute_url(self):
        return reverse("follow_up:detail", kwargs={"pk": self.pk})

    def clean(self):
        """Nothing is due before it was decided; on a meeting of which no day is known, any day."""
        decided_on = self.decided_on
        if self.due_on and decided_on and self.due_on < decided_on:
            raise ValidationError({"due_on": _("This lies before the meeting that decided it.")})

    @property
    def decided_on(self):
        """The day of the meeting, where one is known."""
        return self.meeting.starts_on

    @property
    def title(self):
        """The text as the heading of a page."""
        return Truncator(self.text).chars(120)

    @property
    def addressee_name(self):
        """The institution in the reader's language, or the words that were written."""
        return self.institution.name if self.institution else self.addressee

    @property
    def status_choice(self):
        return ActionStatus(self.status)

    @property
    def is_open(self):
        return self.done_on is None

    @property
    def is_overdue(self):
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()


class ActionProof(RecordFile):
    """A file that shows what came of an action: a photo, a letter, a record. Kept for good."""

    action = models.ForeignKey(
        Action, models.PROTECT, verbose_name=_("action"), related_name="proofs"
    )

    objects = PolicyQuerySet.as_manager()

    class Meta(RecordFile.Meta):
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
