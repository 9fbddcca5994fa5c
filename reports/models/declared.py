"""The yearly tables of what members declared, after disclosure control, and who stands in one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind
from committees.models import Person
from core.policy import PolicyQuerySet
from reports.querysets import DeclaredTableQuerySet


class DeclaredTable(models.Model):
    """What the members of a kind declared of their community and religion, for the whole country.

    It is made once for each kind and year, when the first edition of the year is put to review,
    and is public once one is published; later editions have the same table. `content` is what
    disclosure control let pass (`reports.disclosure.rules`); what it hid is kept nowhere. The
    database refuses every change.
    """

    kind = models.CharField(_("kind of committee"), max_length=20, choices=CommitteeKind)
    year = models.PositiveSmallIntegerField(_("year"))
    content = models.JSONField(_("numbers after disclosure control"))
    frozen_at = models.DateTimeField(_("figures frozen at"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("prepared by"), related_name="+"
    )

    objects = DeclaredTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("table of declarations")
        verbose_name_plural = _("tables of declarations")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CommitteeKind.values), name="reports_declared_kind_known"
            ),
            models.UniqueConstraint(fields=["kind", "year"], name="reports_declared_once"),
        ]

    def __str__(self):
        return f"{CommitteeKind(self.kind).plural}, {self.year}"

    @property
    def questions(self):
        """What is shown of each question, in the reader's language."""
        titles = {
            "community": gettext("Declared community"),
            "religion": gettext("Declared religion"),
        }
        members, language = self.content["members"], get_language()
        return [
            {
                "title": titles[question],
                "answered": said["answered"],
                "percent": 100 * said["answered"] // members,
                "cells": sorted(
                    (
                        (said["names"][code][language], number)
                        for code, number in said["cells"].items()
                    ),
                    key=lambda cell: (-cell[1], cell[0]),
                ),
            }
            for question in titles
            if (said := self.content["questions"].get(question))
        ]


class CountedPerson(models.Model):
    """Somebody who stands in one of the tables: nobody is counted in a second one.

    Two tables with a person in common could be subtracted. The row says nothing of an answer.
    """

    table = models.ForeignKey(
        DeclaredTable, models.PROTECT, verbose_name=_("table"), related_name="counted"
    )
    person = models.OneToOneField(
        Person, models.PROTECT, verbose_name=_("person"), related_name="+"
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("person counted")
        verbose_name_plural = _("persons counted")

    def __str__(self):
        return f"{self.table}: {self.person}"
