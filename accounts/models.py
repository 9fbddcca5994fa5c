from datetime import timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.choices import KeyScope, Role, Scope
from accounts.querysets import ApiTokenQuerySet, RoleGrantQuerySet, UserQuerySet
from core.models import SearchTextField
from core.policy import has_perm
from places.models import Municipality, PoliceRegion, PoliceStation


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Accounts are made by e-mail address; there is no user name."""


class User(AbstractBaseUser):
    """Somebody with an account. What the account may do hangs on grants and memberships."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is an account with this e-mail address already.")},
    )
    first_name = models.CharField(_("given name"), max_length=80, blank=True)
    last_name = models.CharField(_("family name"), max_length=80, blank=True)
    language = models.CharField(
        _("preferred language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default="sq",
        help_text=_("Mail reaches you in this language."),
    )
    wants_digest = models.BooleanField(
        _("weekly mail on the figures"),
        default=True,
        help_text=_("OSCE monitors are told once a week what changed: numbers and links only."),
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("An account that is not active cannot sign in.")
    )
    date_joined = models.DateTimeField(_("made at"), default=timezone.now)
    access_number = models.PositiveIntegerField(default=0, editable=False)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True, editable=False)
    invited_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    search_text = SearchTextField(sources=("first_name", "last_name", "email"))

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=["sq", "sr-latn", "en"]),
                name="accounts_user_language_known",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="accounts_user_email_in_small_letters"
            ),
            models.CheckConstraint(
                condition=Q(invited_at=None, invited_by=None)
                | Q(invited_at__isnull=False, invited_by__isnull=False),
                name="accounts_user_invited_by_somebody",
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def get_full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def has_entered(self):
        """Whether the owner has set a password; until then only an invitation lets them in."""
        return self.has_usable_password() or self.last_login is not None

    @property
    def invitation_ends_at(self):
        """Until when the link of the invitation sets a password; None where none was sent."""
        if self.invited_at is None:
            return None
        return self.invited_at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)

    @property
    def is_invited(self):
        """Whether an invitation waits for the owner."""
        ends_at = self.invitation_ends_at
        return not self.has_entered and ends_at is not None and timezone.now() < ends_at

    def get_session_auth_hash(self):
        """What a session is bound to: a new password or a higher `access_number` ends them all."""
        return self._bound_to(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self):
        """The same under the keys that were in use before."""
        return map(self._bound_to, settings.SECRET_KEY_FALLBACKS)

    def _bound_to(self, secret):
        bound = f"{self.password}:{self.access_number}"
        return salted_hmac("accounts.access", bound, secret=secret, algorithm="sha256").hexdigest()

    def has_perm(self, perm, obj=None):
        """Say whether the policy grants `"app.action_model"` on the row."""
        return has_perm(self, perm, obj)


# What to choose for a role that reaches over such a place.
CHOOSE = {
    Scope.REGION: _("Choose the police region that the role is for."),
    Scope.MUNICIPALITY: _("Choose the municipality that the role is for."),
    Scope.STATION: _("Choose the police station that the role is for."),
}


def _who(name):
    """Who did something with a grant."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=name,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )


class RoleGrant(models.Model):
    """A post held by a user from day to day, with what it reaches over and the act behind it.

    Power belongs to the post: a new commander is a new grant, and the old one stays on record.
    `acting_for` is the grant of whoever is stood in for («X for Y»). What one administrator gives,
    another confirms (`Role.is_confirmed`); what the portal itself gives counts as confirmed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("user"), related_name="grants"
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    region = models.ForeignKey(
        PoliceRegion, models.PROTECT, verbose_name=_("police region"), null=True, blank=True
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("municipality"), null=True, blank=True
    )
    station = models.ForeignKey(
        PoliceStation, models.PROTECT, verbose_name=_("police station"), null=True, blank=True
    )
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"), null=True, blank=True)
    act = models.CharField(_("act behind it"), max_length=200, blank=True)
    acting_for = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("acting for"), null=True, blank=True
    )

    given_at = models.DateTimeField(_("given at"), null=True, blank=True, editable=False)
    given_by = _who(_("given by"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    confirmed_by = _who(_("confirmed by"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    ended_by = _who(_("ended by"))

    objects = RoleGrantQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]),
                name="accounts_rolegrant_role_known",
            ),
            models.CheckConstraint(
                condition=Q(acting_for=None) | Q(until_on__isnull=False),
                name="accounts_rolegrant_acting_has_end",
                violation_error_message=_("Whoever stands in does so until a day: say which."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="accounts_rolegrant_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(given_at=None, given_by=None)
                | Q(given_at__isnull=False, given_by__isnull=False),
                name="accounts_rolegrant_given_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(given_by=None) | ~Q(given_by=F("user")),
                name="accounts_rolegrant_not_given_to_oneself",
                violation_error_message=_("Nobody gives a role to themselves."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by=None, given_by=None)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & Q(given_by__isnull=False)
                    & ~Q(confirmed_by=F("given_by"))
                    & ~Q(confirmed_by=F("user"))
                ),
                name="accounts_rolegrant_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, until_on__isnull=False),
                name="accounts_rolegrant_ended_by_somebody",
            ),
            models.UniqueConstraint(
                "user",
                "role",
                *(
                    Coalesce(scope.value, 0)
                    for scope in (Scope.REGION, Scope.MUNICIPALITY, Scope.STATION)
                ),
                condition=Q(until_on=None),
                name="accounts_rolegrant_held_once",
                violation_error_message=_("The person has this role for this place already."),
            ),
            *(
                models.CheckConstraint(
                    condition=(
                        Q(
                            role__in=[role.value for role in Role if role.scope == scope],
                            **{f"{scope.value}__isnull": False},
                        )
                        | Q(
                            role__in=[role.value for role in Role if role.scope != scope],
                            **{f"{scope.value}__isnull": True},
                        )
                    ),
                    name=f"accounts_rolegrant_{scope.value}_fits_role",
                    violation_error_message=_("What the grant reaches over does not fit the role."),
                )
                for scope in (Scope.REGION, Scope.MUNICIPALITY, Scope.STATION)
            ),
        ]

    def __str__(self):
        return f"{self.user}: {Role(self.role).label}, {self.scope_name}"

    def clean(self):
        """Say which place the role asks for, and that nobody has one twice.

        Whoever stands in for somebody has that same post, and it is not their own.
        """
        if self.role in Role.values:
            self._check_place(Role(self.role))
        if self._state.adding and self.user_id and self.from_on:
            self._refuse_twice()
        if self.acting_for:
            if self.acting_for.user_id == self.user_id:
                raise ValidationError({"acting_for": _("Nobody stands in for themselves.")})
            if self.acting_for.acting_for_id:
                raise ValidationError(
                    {"acting_for": _("Choose the holder of the post, not whoever stands in.")}
                )
            if self.post != self.acting_for.post:
                raise ValidationError(
                    {"acting_for": _("Role and place must be those of the person stood in for.")}
                )

    def _check_place(self, role):
        wrong = {}
        for scope, choose in CHOOSE.items():
            is_chosen = getattr(self, f"{scope.value}_id") is not None
            if scope == role.scope and not is_chosen:
                wrong[scope.value] = choose
            elif scope != role.scope and is_chosen:
                said = _("Leave this empty. The role «%(role)s» reaches over: %(reach)s.")
                wrong[scope.value] = said % {"role": role.label, "reach": role.scope.label}
        if wrong:
            raise ValidationError(wrong)

    def _refuse_twice(self):
        own = RoleGrant.objects.of_post(self).overlapping(self).filter(user=self.user_id)
        if found := own.filter(acting_for=self.acting_for_id).first():
            raise ValidationError({"role": found.said_of_holder()})

    def said_of_holder(self):
        """Say who holds the role and since when, or that it waits to be confirmed."""
        said = (
            _("%(name)s was given this role already (%(place)s); it waits to be confirmed.")
            if self.is_waiting
            else _("%(name)s has this role already (%(place)s), since %(day)s.")
        )
        day = date_format(self.from_on, "SHORT_DATE_FORMAT")
        return said % {"name": self.user, "place": self.scope_name, "day": day}

    def other_holder(self):
        """Return the grant of whoever else holds a post that has one holder, or None."""
        if not Role(self.role).has_one_holder or self.acting_for_id:
            return None
        others = RoleGrant.objects.of_post(self).overlapping(self).filter(acting_for=None)
        return others.exclude(user=self.user_id).with_scope().select_related("user").first()

    @property
    def post(self):
        """What the grant is of: role and place, whoever holds it."""
        return (self.role, self.region_id, self.municipality_id, self.station_id)

    @property
    def holder_name(self):
        """The name of the holder; of somebody who stands in, «X for Y»."""
        if self.acting_for:
            return gettext("%(name)s for %(holder)s") % {
                "name": self.user,
                "holder": self.acting_for.user,
            }
        return str(self.user)

    @property
    def is_waiting(self):
        """Whether another administrator has still to confirm it."""
        return Role(self.role).is_confirmed and self.confirmed_at is None

    @property
    def is_over(self):
        """Whether the role has ended: its last day is past, or it was ended at once."""
        is_past = self.until_on is not None and self.until_on < timezone.localdate()
        return is_past or self.ended_at is not None

    @property
    def is_to_come(self):
        return self.from_on > timezone.localdate()

    def is_in_force(self, day):
        if self.is_waiting or self.from_on > day:
            return False
        return self.until_on is None or self.until_on > day or self._holds_on_last_day(day)

    def _holds_on_last_day(self, day):
        """A role that was ended at once does not hold for the rest of its last day."""
        return self.until_on == day and self.ended_at is None

    @property
    def scope_name(self):
        """What the grant reaches over, in the reader's language."""
        place = self.region or self.municipality or self.station
        return str(place or Scope.COUNTRY.label)


class ApiToken(models.Model):
    """A personal key to the JSON interface; only the SHA-256 of the key itself is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("user"), related_name="api_tokens"
    )
    name = models.CharField(_("what it is for"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(
        _("what it opens"), max_length=10, choices=KeyScope, default=KeyScope.ALL
    )
    created_on = models.DateField(_("made on"), auto_now_add=True)
    expires_on = models.DateField(_("last day"))
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("key to the JSON interface")
        verbose_name_plural = _("keys to the JSON interface")
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=KeyScope.values), name="accounts_apitoken_scope_known"
            )
        ]

    def __str__(self):
        return self.name
