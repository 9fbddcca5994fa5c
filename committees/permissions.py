"""Who reads and keeps the registry; the rules that the apps above build on."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from accounts.permissions import (
    administrator,
    counts_as_care,
    granted,
    has_not_entered,
    headquarters,
    is_open,
    of_field,
    own,
)
from accounts.posts import grants_of
from committees.choices import CommitteeKind, Office
from committees.models import (
    Committee,
    Contact,
    Course,
    CourseNeed,
    Deadline,
    Mandate,
    Membership,
    Nomination,
    NumberSeries,
    Participation,
    Person,
    PersonalProfile,
    Rule,
    Seat,
    SeatTemplate,
    StruckMembership,
    Training,
)
from committees.offices import offices_of
from core.policy import EVERY_ROW, NO_ROW, everybody, nobody, policy_of, register, where
from core.policy import Rule as PolicyRule
from places.models import Municipality


def holding(*offices, at):
    """Return the rule that holds for whoever has one of the offices on the row's committee today.

    `at` is the way from the row to its committee: `"pk"` on a committee, `"committee"` on a
    record of one.
    """

    def condition(user):
        here = {committee for committee, office in offices_of(user) if office in offices}
        return Q(**{f"{at}__in": here}) if here else NO_ROW

    names = ", ".join(office.value for office in offices)
    return PolicyRule(f"{names} of the committee", condition)


def officers(at="pk"):
    """The committee's own chair, deputy and secretary, who keep its records."""
    return holding(Office.CHAIR, Office.DEPUTY, Office.SECRETARY, at=at)


def keepers(at="pk", prefix=""):
    """Those who keep the records of a committee: its officers and the municipality's officer."""
    return (
        officers(at)
        | granted(Role.MUNICIPAL_OFFICER, municipality=f"{prefix}municipality")
        | administrator
    )


def police_above(prefix=""):
    """The police posts whose area the committee lies in, up to the General Director."""
    council_of_the_place = granted(
        Role.STATION_COMMANDER, station__municipality=f"{prefix}municipality"
    ) & where("it is the municipal council", **{f"{prefix}kind": CommitteeKind.KKSB})
    return (
        granted(Role.STATION_COMMANDER, Role.STATION_OFFICER, station=f"{prefix}station")
        | council_of_the_place
        | granted(Role.REGIONAL_DIRECTOR, region=f"{prefix}municipality__region")
        | granted(Role.COMMUNITY_POLICING, Role.DEPUTY_GENERAL_DIRECTOR, Role.GENERAL_DIRECTOR)
    )


def insiders(at="pk", prefix=""):
    """Those who know the members by name: members themselves, keepers, police, ministries."""
    return (
        holding(*Office, at=at)
        | keepers(at, prefix)
        | police_above(prefix)
        | granted(Role.MIA_OFFICER, Role.MLGA_OFFICER)
    )


def readers(at="pk", prefix=""):
    """Those who read the records: insiders, and OSCE monitors, who are not shown names."""
    return insiders(at, prefix) | granted(Role.OSCE_MONITOR)


def local_register(prefix=""):
    """The officer at headquarters who keeps the register of the local committees."""
    return granted(Role.COMMUNITY_POLICING) & where(
        "it is a local committee", **{f"{prefix}kind": CommitteeKind.KLSP}
    )


def deciders(prefix=""):
    """Those at the end of the chain of command, whose decision a local committee rests on."""
    return granted(Role.DEPUTY_GENERAL_DIRECTOR, Role.GENERAL_DIRECTOR) & where(
        "it is a local committee", **{f"{prefix}kind": CommitteeKind.KLSP}
    )


def council_readers(prefix=""):
    """Those who know the nominees of a council: its keepers, its members, police, ministries."""
    return (
        holding(*Office, at=f"{prefix}committee")
        | granted(Role.MUNICIPAL_OFFICER, municipality=f"{prefix}municipality")
        | granted(Role.STATION_COMMANDER, station__municipality=f"{prefix}municipality")
        | granted(Role.REGIONAL_DIRECTOR, region=f"{prefix}municipality__region")
        | granted(Role.COMMUNITY_POLICING, Role.DEPUTY_GENERAL_DIRECTOR, Role.GENERAL_DIRECTOR)
        | granted(Role.MIA_OFFICER, Role.MLGA_OFFICER)
        | administrator
    )


def mandate_keepers(prefix=""):
    """Those who enter the steps of a mandate."""
    return granted(Role.MUNICIPAL_OFFICER, municipality=f"{prefix}municipality") | administrator


def of_kept_committees(user):
    """The memberships on committees whose register the user keeps."""
    kept = Committee.objects.permitted(user, "edit").values("pk")
    return Membership.objects.filter(person=OuterRef("pk"), seat__committee__in=kept)


# Whoever keeps the register of a committee meets its persons; two rows of one person are joined
# by whoever keeps the register of every committee on which the person sat.
meets = PolicyRule(
    "keeper of the register of a committee of the person",
    lambda user: Q(Exists(of_kept_committees(user))),
)
keeps_all = PolicyRule(
    "keeper of the register of every committee of the person",
    lambda user: (
        ~Q(
            Exists(
                Membership.objects.filter(person=OuterRef("pk")).exclude(
                    seat__committee__in=Committee.objects.permitted(user, "edit").values("pk")
                )
            )
        )
    ),
)


vouches = administrator | (meets & keeps_all)


def _on_kept_rosters(user):
    """The condition that a person sits or sat on a committee whose roster the user keeps."""
    kept = Committee.objects.permitted(user, "edit_members").values("pk")
    seats = Membership.objects.filter(person=OuterRef("pk"), seat__committee__in=kept)
    return Q(Exists(seats))


# Whoever writes the roster asks the members for it and has to reach them; nobody else reads it.
reaches = PolicyRule("keeper of the roster of a committee of the person", _on_kept_rosters)


def _keeps_rosters_of(user):
    """The condition that a person sits on committees of which the user keeps every roster."""
    of_person = Membership.objects.filter(person=OuterRef("pk"))
    kept = Committee.objects.permitted(user, "edit_members").values("pk")
    return Q(Exists(of_person)) & ~Q(Exists(of_person.exclude(seat__committee__in=kept)))


keeps_rosters = PolicyRule(
    "keeper of the roster of every committee of the person", _keeps_rosters_of
)


def _of_vouched_person(user):
    """The accounts of persons for whom the user vouches; nobody's for whoever keeps no register."""
    if policy_of(Committee)["edit"](user) is NO_ROW:
        return NO_ROW
    persons = Person.objects.permitted(user, "merge").filter(user=OuterRef("pk"))
    return Q(Exists(persons))


counts_as_care(PolicyRule("keeper of the register of every committee", _of_vouched_person))


def _has_post(user):
    """The condition that holds for every row, or none: whether somebody has any post today."""
    return EVERY_ROW if grants_of(user) or offices_of(user) else NO_ROW


def _in_force(_user):
    today = timezone.localdate()
    return Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))


def _sits(_user):
    """The condition that a person sits on a committee today or will."""
    today = timezone.localdate()
    of_person = Membership.objects.filter(person=OuterRef("pk"))
    return Q(Exists(of_person.exclude(until_on__lt=today)))


in_service = PolicyRule("whoever has a role or sits on a committee", _has_post)


def is_in_service(user):
    """Say whether the user has a role or an office today: others are shown no records at all."""
    return in_service(user) is EVERY_ROW


register_keepers = (
    granted(Role.MUNICIPAL_OFFICER, municipality="municipality") | local_register() | administrator
)

register(
    Municipality,
    {
        "found_committee": granted(Role.MUNICIPAL_OFFICER, municipality="pk")
        | granted(Role.COMMUNITY_POLICING)
        | administrator,
        "watch_mandate": granted(Role.MUNICIPAL_OFFICER, municipality="pk")
        | granted(Role.COMMUNITY_POLICING, Role.DEPUTY_GENERAL_DIRECTOR, Role.GENERAL_DIRECTOR)
        | granted(Role.MIA_OFFICER, Role.MLGA_OFFICER, Role.OSCE_MONITOR)
        | administrator,
        "open_mandate": granted(Role.MIA_OFFICER, Role.MLGA_OFFICER) | administrator,
    },
)
register(
    Committee,
    {
        "view": everybody,
        "view_members": insiders(),
        "view_records": readers(),
        "edit": register_keepers,
        "change_status": register_keepers | deciders(),
        "edit_members": keepers() | local_register(),
        "record_training": keepers() | headquarters,
    },
)
register(
    User,
    {
        # Like a role, whose person somebody is gives rights: nobody says so of themselves.
        "tie": (administrator | of_field)
        & ~own("pk")
        & is_open
        & where("while it is nobody's", person=None),
    },
)
register(
    Seat,
    {
        "view": everybody,
        "edit": keepers("committee", "committee__") | local_register("committee__"),
    },
)
register(SeatTemplate, {"view": everybody})
register(
    Membership,
    {
        "view": insiders("seat__committee", "seat__committee__"),
        "end": keepers("seat__committee", "seat__committee__")
        | local_register("seat__committee__"),
        # From a signed paper, and never read again by whoever entered it.
        "record_profile": holding(Office.SECRETARY, at="seat__committee")
        & PolicyRule("while it is in force", _in_force)
        & ~own("person__user"),
    },
)
register(
    StruckMembership,
    {
        "view": keepers("seat__committee", "seat__committee__")
        | local_register("seat__committee__"),
        "take_back": keepers("seat__committee", "seat__committee__")
        | local_register("seat__committee__"),
    },
)
register(
    Person,
    {
        "view": administrator | meets,
        "merge": vouches,
        # A name and a sex stand on every roster on which the person is.
        "correct": administrator | keeps_rosters,
        # Whoever gives access to a person gives what all offices of the person may do.
        "give_access": vouches
        & where("while the person has no account", user=None, merged_into=None),
        "invite_again": vouches
        & where("while the account is open", user__is_active=True)
        & has_not_entered("user__"),
        "keep_contact": own("user") | administrator | reaches,
        "declare": own("user") & PolicyRule("while a membership lasts", _sits),
        "withdraw": own("user"),
    },
)
register(
    Contact,
    {
        "view": PolicyRule(
            "whoever may keep the contact of the person",
            lambda user: Q(person__in=Person.objects.permitted(user, "keep_contact").values("pk")),
        )
    },
)
# What somebody declared of their community and religion is nobody else's: not the keepers', not
# the police's, not the ministries', not the administrators'.
register(PersonalProfile, {"view": own("person__user")})
# Who enters trainings of the whole country, and not only those of a committee.
register(Course, {"view": everybody, "hold": headquarters | administrator})
register(CourseNeed, {"view": everybody})
register(
    Training,
    {
        # Of a training everybody in service reads when and where it was and how many took part.
        "view": in_service,
        "edit": headquarters | keepers("committee", "committee__"),
    },
)
register(
    Participation,
    {
        "view": own("person__user") | insiders("committee", "committee__"),
        # Nobody certifies themselves.
        "change_status": (headquarters | keepers("committee", "committee__"))
        & ~own("person__user"),
    },
)
register(
    Mandate,
    {"view": everybody, "view_nominations": council_readers(), "edit": mandate_keepers()},
)
register(
    Nomination,
    {"view": council_readers("mandate__"), "edit": mandate_keepers("mandate__")},
)
register(Rule, {"view": everybody})
register(Deadline, {"view": readers("committee", "committee__")})
register(NumberSeries, {"view": nobody})
