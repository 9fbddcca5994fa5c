"""What a meeting talks about: the agenda, and what the minutes say of each item."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.choices import CommitteeKind
from core.policy import PolicyQuerySet
from meetings.choices import AgendaKind, MeetingKind, Resolution
from meetings.models.concern import Concern
from meetings.models.follow_up import Action
from meetings.models.meeting import Meeting
from meetings.querysets import AgendaItemQuerySet, StandingItemQuerySet

# Nobody reads further; a whole report belongs into a file.
MOST_TEXT = 200_000


def html_language(language):
    """Return a language of the portal as HTML names it."""
    return {"sr-latn": "sr-Latn"}.get(language, language)


class StandingItem(models.Model):
    """What stands on every agenda of a kind of meeting of a kind of committee, as dated data."""

    committee_kind = models.CharField(_("kind of committee"), max_length=20, choices=CommitteeKind)
    meeting_kind = models.CharField(_("kind of meeting"), max_length=20, choices=MeetingKind)
    kind = models.CharField(_("kind of item"), max_length=20, choices=AgendaKind)
    position = models.PositiveSmallIntegerField(_("position"))
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = StandingItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing item")
        verbose_name_plural = _("standing items")
        constraints = [
            models.UniqueConstraint(
                fields=["committee_kind", "meeting_kind", "kind", "valid_from"],
                name="meetings_standingitem_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AgendaKind.values), name="meetings_standingitem_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="meetings_standingitem_ends_after_start",
            ),
        ]

    def __str__(self):
        return str(AgendaKind(self.kind).label)


class AgendaItem(models.Model):
    """A line of the agenda (OParl: AgendaItem), and how it was decided.

    An item that stands on every agenda needs no title: it is called in the reader's language.
    One that follows up a concern or an action is called after it, and is read by those who read
    the record; a confidential one only by those who know the members by name.
    """

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="agenda"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(
        _("kind of item"), max_length=20, choices=AgendaKind, default=AgendaKind.THEME
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    is_confidential = models.BooleanField(_("confidential"), default=False)
    concern = models.ForeignKey(
        Concern, models.PROTECT, verbose_name=_("concern"), null=True, blank=True, related_name="+"
    )
    action = models.ForeignKey(
        Action, models.PROTECT, verbose_name=_("action"), null=True, blank=True, related_name="+"
    )
    resolution = models.CharField(
        _("how it was decided"), max_length=12, choices=Resolution, blank=True
    )
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)

    objects = AgendaItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ("meeting", "position")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"], name="meetings_agendaitem_own_position"
            ),
            models.UniqueConstraint(
                fields=["meeting", "concern"], name="meetings_agendaitem_concern_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "action"], name="meetings_agendaitem_action_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AgendaKind.values), name="meetings_agendaitem_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(concern=None) | Q(action=None), name="meetings_agendaitem_follows_one"
            ),
            models.CheckConstraint(
                condition=~Q(title="", kind=AgendaKind.THEME),
                name="meetings_agendaitem_theme_has_title",
                violation_error_message=_("A theme needs a title."),
            ),
            models.CheckConstraint(
                condition=Q(resolution__in=["", *Resolution.values]),
                name="meetings_agendaitem_resolution_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    resolution=Resolution.VOTE,
                    votes_for__isnull=False,
                    votes_against__isnull=False,
                    abstentions__isnull=False,
                )
                | (
                    ~Q(resolution=Resolution.VOTE)
                    & Q(votes_for=None, votes_against=None, abstentions=None)
                ),
                name="meetings_agendaitem_votes_counted",
                violation_error_message=_(
                    "A vote is noted with those for, those against and the abstentions."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The title; without one, what the item follows up or what it is on every agenda."""
        if self.title:
            return self.title
        if self.matter:
            return Truncator(str(self.matter)).chars(120)
        return str(AgendaKind(self.kind).label)

    @property
    def matter(self):
        """The concern or action that the item follows up."""
        return self.concern or self.action

    @property
    def is_open_matter(self):
        """What it follows up has no answer yet, and the committee is who gives it."""
        matter = self.matter
        if matter is None or getattr(matter, matter.SETTLED_ON) is not None:
            return False
        return not self.concern_id or matter.holder_committee_id == self.meeting.committee_id


class ItemText(models.Model):
    """What the minutes say of an item, in one language (of those that the minutes are kept in)."""

    item = models.ForeignKey(
        AgendaItem, models.PROTECT, verbose_name=_("agenda item"), related_name="texts"
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.TextField(
        _("what was said"), blank=True, validators=[MaxLengthValidator(MOST_TEXT)]
    )
    decision = models.TextField(
        _("decision or recommendation"), blank=True, validators=[MaxLengthValidator(20_000)]
    )

    objects = PolicyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("text of the minutes")
        verbose_name_plural = _("texts of the minutes")
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="meetings_itemtext_once"),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="meetings_itemtext_language_known",
            ),
        ]

    def __str__(self):
        return f"{self.item}, {self.get_language_display()}"

    @property
    def html_language(self):
        return html_language(self.language)
