"""Reference data in three languages, loaded by `load_reference_data` from `places/data/`."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.i18n import fold, name_field, slip_pattern
from core.models import SearchTextField, TranslatedName
from core.policy import PolicyQuerySet


class PoliceRegion(TranslatedName):
    """A Regional Police Directorate; eight of them answer to the General Directorate."""

    code = models.SlugField(_("code"), unique=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("police region")
        verbose_name_plural = _("police regions")


def with_words(rows, column, text):
    """Return the rows whose search key holds each word; a slip of one letter is forgiven."""
    for word in fold(text).split():
        rows = rows.filter(**{f"{column}__regex": slip_pattern(word)})
    return rows


class MunicipalityQuerySet(PolicyQuerySet):
    def matching(self, text):
        """Municipalities with the words in their names or spellings."""
        return with_words(self, "search_text", text)


class Municipality(TranslatedName):
    """One of the 38 municipalities.

    `code` is the number of the statistics agency, as text with its leading zero.
    `region` is empty where the sources do not agree on the police region (Deçan, Junik).
    `designated_serb_majority` is the political designation, kept apart from any census figure.
    """

    code = models.CharField(_("code"), max_length=2, unique=True)
    region = models.ForeignKey(
        PoliceRegion,
        models.PROTECT,
        verbose_name=_("police region"),
        null=True,
        blank=True,
        related_name="municipalities",
    )
    district = models.CharField(_("district"), max_length=40, blank=True)
    designated_serb_majority = models.BooleanField(_("designated as Serb-majority"), default=False)
    extra_languages = models.CharField(_("further languages in use"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=4)
    longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=4)
    tile_row = models.PositiveSmallIntegerField(_("row on the tile map"))
    tile_column = models.PositiveSmallIntegerField(_("column on the tile map"))
    short_sq = models.CharField(_("short name in Albanian"), max_length=20)
    short_sr = models.CharField(_("short name in Serbian"), max_length=20)
    note = models.TextField(_("note of the source"), blank=True)
    # The loader puts every spelling here, the names included.
    search_text = models.TextField(editable=False, default="")

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.UniqueConstraint(
                fields=["tile_row", "tile_column"], name="places_municipality_own_tile"
            ),
        ]

    @property
    def short_name(self):
        """What fits into its tile, in the reader's language."""
        return self.short_sr if name_field() == "name_sr" else self.short_sq

    @property
    def other_official_name(self):
        """The name in the other official language; empty when both are written alike."""
        other = self.name_sq if self.name == self.name_sr else self.name_sr
        return "" if other in self.name else other


class MunicipalitySpelling(models.Model):
    """A way in which people write the name of a municipality (Peja, Drenas, Gllogovc …)."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, verbose_name=_("municipality"), related_name="spellings"
    )
    text = models.CharField(_("spelling"), max_length=80)
    key = models.CharField(_("search key"), max_length=80, unique=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("spelling of a municipality")
        verbose_name_plural = _("spellings of municipalities")

    def __str__(self):
        return self.text


class PoliceStation(TranslatedName):
    """A police station or sub-station, where requests of a village begin.

    `basis` quotes what the row rests on; `is_confirmed` is false where no source confirms it.
    """

    class Level(models.TextChoices):
        STATION = "station", _("police station")
        SUBSTATION = "substation", _("police sub-station")
        UNKNOWN = "station_or_substation", _("station or sub-station, level not confirmed")

    code = models.SlugField(_("code"), unique=True)
    level = models.CharField(_("level"), max_length=30, choices=Level)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("municipality"), related_name="stations"
    )
    basis = models.TextField(_("basis"))
    is_confirmed = models.BooleanField(_("confirmed by a source"))

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("police station")
        verbose_name_plural = _("police stations")
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["station", "substation", "station_or_substation"]),
                name="places_policestation_level_known",
            )
        ]


class StationRegionQuerySet(PolicyQuerySet):
    def in_force(self, on):
        """The memberships that hold on the day; an empty date leaves that side open."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
        )


class StationRegion(models.Model):
    """The region a station belongs to, from day to day: regions change by decision.

    A station without a row in force has no confirmed region, and the portal says so.
    """

    station = models.ForeignKey(
        PoliceStation, models.CASCADE, verbose_name=_("police station"), related_name="regions"
    )
    region = models.ForeignKey(
        PoliceRegion, models.PROTECT, verbose_name=_("police region"), related_name="stations"
    )
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = StationRegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region of a station")
        verbose_name_plural = _("regions of stations")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="places_stationregion_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["station"],
                condition=Q(valid_to=None),
                name="places_stationregion_one_open_row",
            ),
        ]

    def __str__(self):
        return f"{self.station} – {self.region}"


class Community(TranslatedName):
    """A national, ethnic, cultural or linguistic community.

    Whether a community is in the majority is never written here: it is a relation of community,
    municipality and population baseline (Law 03/L-047; see `docs/domain.md`).
    """

    code = models.SlugField(_("code"), unique=True)
    position = models.PositiveSmallIntegerField(_("position in lists"))

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")


class ReligiousCommunity(TranslatedName):
    """A religious community that a seat of a committee may stand for."""

    code = models.SlugField(_("code"), unique=True)
    position = models.PositiveSmallIntegerField(_("position in lists"))

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("religious community")
        verbose_name_plural = _("religious communities")


class PopulationBaselineQuerySet(PolicyQuerySet):
    def counting_communities(self):
        """Baselines that say how many of each community live somewhere."""
        return self.filter(counts__community__isnull=False).distinct()


class PopulationBaseline(TranslatedName):
    """A count of the population that figures may rest on; two baselines are never mixed."""

    code = models.SlugField(_("code"), unique=True)
    counted_on = models.DateField(_("reference date"))
    source = models.TextField(_("source"))
    note_sq = models.TextField(_("note in Albanian"), blank=True)
    note_sr = models.TextField(_("note in Serbian"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)

    objects = PopulationBaselineQuerySet.as_manager()

    class Meta:
        verbose_name = _("population baseline")
        verbose_name_plural = _("population baselines")

    @property
    def note(self):
        """What is to be known of the count, in the reader's language."""
        return getattr(self, name_field().replace("name", "note"))


class PopulationCountQuerySet(PolicyQuerySet):
    def of_the_majority(self, municipality):
        """The count of the majority of a municipality, which may be a reference to an outer row.

        It is the community with the most people there by the latest baseline that counts
        communities; every other one is a non-majority community. Where none was counted nobody is
        known to be the majority.
        """
        return self.filter(municipality=municipality, community__isnull=False).order_by(
            "-baseline__counted_on", "-persons", "community__position"
        )[:1]


class PopulationCount(models.Model):
    """How many people of a community lived in a municipality; without a community, all of them."""

    baseline = models.ForeignKey(
        PopulationBaseline, models.CASCADE, verbose_name=_("baseline"), related_name="counts"
    )
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, verbose_name=_("municipality"), related_name="counts"
    )
    community = models.ForeignKey(
        Community, models.PROTECT, verbose_name=_("community"), null=True, blank=True
    )
    persons = models.PositiveIntegerField(_("persons"))
    is_estimated = models.BooleanField(_("contains an estimate"), default=False)

    objects = PopulationCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("population count")
        verbose_name_plural = _("population counts")
        constraints = [
            models.UniqueConstraint(
                fields=["baseline", "municipality", "community"],
                name="places_populationcount_once_per_community",
            ),
            models.UniqueConstraint(
                fields=["baseline", "municipality"],
                condition=Q(community=None),
                name="places_populationcount_one_total",
            ),
        ]

    def __str__(self):
        return f"{self.municipality} {self.community or ''} {self.persons}"


class SettlementQuerySet(PolicyQuerySet):
    def matching(self, text):
        """Settlements with the words in their name."""
        return with_words(self, "key", text)


class Settlement(models.Model):
    """A village or neighbourhood that a committee covers; the list grows with the committees."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("municipality"), related_name="settlements"
    )
    name = models.CharField(_("name"), max_length=120)
    key = SearchTextField(sources=("name",))

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key"], name="places_settlement_once_per_municipality"
            )
        ]

    def __str__(self):
        return self.name


class PublicHoliday(TranslatedName):
    """A day on which offices are closed (Law 03/L-064 on official holidays), as kept off work."""

    day = models.DateField(_("day"), unique=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
