"""Abstract pieces of models; no table of its own."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from core.i18n import fold, name_field


def not_before(later, *earlier):
    """Return the condition that a day, where known, lies on or after each of the known others."""
    condition = Q()
    for name in earlier:
        condition &= Q(**{later: None}) | Q(**{name: None}) | Q(**{f"{later}__gte": F(name)})
    return condition


@models.IntegerField.register_lookup
class InNumbers(In):
    """`…__in` of whole numbers; one that is larger than the column can hold is in no row.

    Django knows that of a single number, and not of several, as a form with many choices asks.
    """

    def process_rhs(self, compiler, connection):
        if self.rhs_is_direct_value():
            kind = self.lhs.output_field.get_internal_type()
            low, high = connection.ops.integer_field_range(kind)
            self.rhs = [
                value for value in self.rhs if not isinstance(value, int) or low <= value <= high
            ]
        return super().process_rhs(compiler, connection)


class SearchTextField(models.TextField):
    """A hidden column with the folded text of other columns; filled on every insert and save."""

    def __init__(self, *args, sources=(), **kwargs):
        self.sources = tuple(sources)
        super().__init__(*args, **{"editable": False, "default": "", **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def pre_save(self, model_instance, add):
        value = fold(" | ".join(str(getattr(model_instance, name) or "") for name in self.sources))
        setattr(model_instance, self.attname, value)
        return value


class TranslatedName(models.Model):
    """A thing of the reference data that has an official name in each language of the portal."""

    name_sq = models.CharField(_("name in Albanian"), max_length=200)
    name_sr = models.CharField(_("name in Serbian"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The name in the reader's language; the Albanian one where there is no other."""
        return getattr(self, name_field()) or self.name_sq


class Staged(models.Model):
    """A record whose `status` only a workflow changes, with the moment and the person.

    The status and the constraint that ties the two stamps together stand in each model.
    """

    status_at = models.DateTimeField(_("status changed at"), null=True, editable=False)
    status_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("status changed by"),
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True


class StoredFile(models.Model):
    """An uploaded file with what proves that it is still the one that was uploaded."""

    file = models.FileField(_("file"), upload_to="documents/%Y/")
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("uploaded by"), related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.name
