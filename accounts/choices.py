from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a grant reaches over."""

    COUNTRY = "country", _("the whole country")
    REGION = "region", _("a police region")
    MUNICIPALITY = "municipality", _("a municipality")
    STATION = "station", _("a police station")


class Role(models.TextChoices):
    """A post that gives power in the portal.

    The offices inside a committee (chair, deputy, secretary, police representative) are not
    here: they follow from the membership, with its dates (`docs/adr/0003`).
    """

    STATION_COMMANDER = "station_commander", _("Police station commander")
    STATION_OFFICER = "station_officer", _("Community police officer of a station")
    REGIONAL_DIRECTOR = "regional_director", _("Regional director of police")
    COMMUNITY_POLICING = "community_policing", _("Community policing officer, headquarters")
    DEPUTY_GENERAL_DIRECTOR = (
        "deputy_general_director",
        _("Deputy General Director of Police for operations"),
    )
    GENERAL_DIRECTOR = "general_director", _("General Director of Police")
    MUNICIPAL_OFFICER = "municipal_officer", _("Municipal officer")
    MIA_OFFICER = "mia_officer", _("Officer of the Ministry of Internal Affairs")
    MLGA_OFFICER = "mlga_officer", _("Officer of the Ministry of Local Government Administration")
    OSCE_MONITOR = "osce_monitor", _("OSCE monitor")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def scope(self):
        """What a grant of this role reaches over."""
        return {
            Role.STATION_COMMANDER: Scope.STATION,
            Role.STATION_OFFICER: Scope.STATION,
            Role.REGIONAL_DIRECTOR: Scope.REGION,
            Role.MUNICIPAL_OFFICER: Scope.MUNICIPALITY,
        }.get(self, Scope.COUNTRY)

    @property
    def is_in_field(self):
        """Whether it is a post of the police in a station or a region, which headquarters fills."""
        return self.scope in (Scope.STATION, Scope.REGION)

    @property
    def has_one_holder(self):
        """Whether one person holds the post at a time; a second one is asked about."""
        return self in (Role.STATION_COMMANDER, Role.REGIONAL_DIRECTOR, Role.GENERAL_DIRECTOR)

    @property
    def is_confirmed(self):
        """Whether a second administrator confirms a grant before it holds.

        So it is with every role that decides, publishes, pays or administers: with all that there
        are, but for the officers of a station, who prepare and file what others decide on.
        """
        return self is not Role.STATION_OFFICER

    @property
    def description(self):
        """What whoever holds the role may do, in one sentence."""
        return {
            Role.STATION_COMMANDER: _(
                "Files requests of the station and decides on those of residents; reads the "
                "records of the committees of the station and of the municipal council."
            ),
            Role.STATION_OFFICER: _(
                "Prepares and files requests of the station; reads the records of its committees."
            ),
            Role.REGIONAL_DIRECTOR: _(
                "Decides on requests of the region; reads the records of all its committees."
            ),
            Role.COMMUNITY_POLICING: _(
                "Decides on requests at headquarters; reads all records and keeps the register of "
                "the local committees."
            ),
            Role.DEPUTY_GENERAL_DIRECTOR: _(
                "Decides on requests where the chain of command says so; reads all records."
            ),
            Role.GENERAL_DIRECTOR: _(
                "Decides on requests at the end of the chain of command; reads all records."
            ),
            Role.MUNICIPAL_OFFICER: _(
                "Keeps the register, the meetings and the yearly answers of the municipality."
            ),
            Role.MIA_OFFICER: _("Oversees the councils: reads all records."),
            Role.MLGA_OFFICER: _("Oversees the councils: reads all records."),
            Role.OSCE_MONITOR: _(
                "Reads the figures and the meetings behind them, without the names of members."
            ),
            Role.ADMINISTRATOR: _("Gives roles, keeps the registers and loads past records."),
        }[self]


class KeyScope(models.TextChoices):
    """What a personal key opens of the JSON interface; never more than its owner's pages show."""

    FIGURES = "figures", _("figures, editions and reference data")
    RECORDS = "records", _("records and reference data")
    ALL = "all", _("everything that I may see")


class Change(models.TextChoices):
    """What the owner of an account is told by mail; the value is the action in the audit record."""

    PASSWORD_CHANGED = "password.change", _("The password was changed.")
    PASSWORD_RESET = "password.reset", _("A new password was set by a link sent to this address.")
    ADDRESS_CHANGED = "account.change_address", _("The e-mail address of the account was changed.")
    PERSON_TIED = "person.give_access", _("Your seats on committees were tied to this account.")
    CORRECTED = "account.correct", _("The name in the account was corrected.")
    FACTOR_ADDED = "factor.add", _("A second factor or a passkey was added.")
    FACTOR_REMOVED = "factor.remove", _("A second factor or a passkey was removed.")
    FACTOR_RENEWED = "factor.renew", _("The recovery codes were made anew.")
    FACTOR_RESET = (
        "factor.reset",
        _("Your second factor was taken away, and all your sessions were ended."),
    )
    SESSIONS_ENDED = "sessions.end", _("All sessions of the account were ended.")
    KEY_MADE = "token.make", _("A key to the JSON interface was made.")
    KEY_REVOKED = "token.revoke", _("A key to the JSON interface was revoked.")
    CALENDAR_MADE = "calendar.make", _("A calendar address was made.")
    ROLE_GIVEN = "role.give", _("A role was given to you.")
    ROLE_ENDED = "role.end", _("One of your roles was given an end.")
    CLOSED = "account.close", _("The account was closed; nobody can sign in to it.")
    REOPENED = "account.reopen", _("The account was opened again.")
