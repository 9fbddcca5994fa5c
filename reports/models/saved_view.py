from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from reports.choices import SavedPage
from reports.querysets import SavedViewQuerySet


class SavedView(models.Model):
    """A page of figures with its filters, kept under a name by one person or for one role.

    What is kept is the name of the page and what stands behind the question mark, never an
    address: it can lead nowhere but to that page. Nothing is deleted: who no longer wants a view
    ends it.
    """

    name = models.CharField(_("name"), max_length=80)
    page = models.CharField(_("page"), max_length=40, choices=SavedPage)
    query = models.CharField(_("filters"), max_length=500, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        related_name="saved_views",
    )
    role = models.CharField(_("role"), max_length=30, choices=Role, blank=True)
    created_at = models.DateTimeField(_("kept at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("kept by"), related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("ended by"),
        null=True,
        blank=True,
        related_name="+",
    )

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.CheckConstraint(
                condition=Q(page__in=SavedPage.values), name="reports_savedview_page_known"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, role="")
                | Q(owner=None, role__in=[role.value for role in Role]),
                name="reports_savedview_of_person_or_role",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="reports_savedview_ended_stamped",
            ),
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(ended_at=None),
                name="reports_savedview_own_name_once",
            ),
            models.UniqueConstraint(
                fields=["role", "name"],
                condition=Q(ended_at=None, owner=None),
                name="reports_savedview_role_name_once",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The page with its filters, in the reader's language."""
        return reverse(self.page) + (f"?{self.query}" if self.query else "")
