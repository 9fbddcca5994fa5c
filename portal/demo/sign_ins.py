"""Who can sign in on a demonstration: one account for each role and each office."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from committees.choices import CommitteeKind, Office

PASSWORD = "forumi-demo-2026"  # noqa: S105 -- printed at every start, on purpose
DOMAIN = "demo.example"


class SignIn(NamedTuple):
    """What somebody types to sign in, and as what."""

    email: str
    label: Promise
    password: str


@dataclass(frozen=True)
class Post:
    """An account with a role; `station`, `region` and `municipality` are codes of places."""

    account: str
    label: Promise
    names: tuple[str, str]
    role: Role
    language: str = "sq"
    station: str = ""
    region: str = ""
    municipality: str = ""


@dataclass(frozen=True)
class OfficeHolder:
    """An account of somebody who sits on a committee of Prizren, with what office."""

    account: str
    label: Promise
    kind: CommitteeKind
    office: Office


POSTS = (
    Post(
        "station-commander",
        _("Police station commander, Prizren"),
        ("Besnik", "Gashi"),
        Role.STATION_COMMANDER,
        station="prizren",
    ),
    Post(
        "station-officer",
        _("Community police officer, station Prizren"),
        ("Arbnora", "Zeqiri"),
        Role.STATION_OFFICER,
        station="prizren",
    ),
    Post(
        "station-commander-ferizaj",
        _("Police station commander, Ferizaj"),
        ("Merita", "Shala"),
        Role.STATION_COMMANDER,
        station="ferizaj",
    ),
    Post(
        "regional-director",
        _("Regional director of police, Prizren"),
        ("Luan", "Berisha"),
        Role.REGIONAL_DIRECTOR,
        region="prizren",
    ),
    Post(
        "community-policing",
        _("Community policing officer, headquarters"),
        ("Teuta", "Morina"),
        Role.COMMUNITY_POLICING,
    ),
    Post(
        "deputy-general-director",
        _("Deputy General Director of Police for operations"),
        ("Petrit", "Hoxha"),
        Role.DEPUTY_GENERAL_DIRECTOR,
    ),
    Post(
        "general-director",
        _("General Director of Police"),
        ("Naim", "Bytyqi"),
        Role.GENERAL_DIRECTOR,
    ),
    Post(
        "municipal-officer",
        _("Municipal officer, Prizren"),
        ("Selma", "Hodžić"),
        Role.MUNICIPAL_OFFICER,
        municipality="20",
    ),
    Post(
        "mia-officer",
        _("Officer of the Ministry of Internal Affairs"),
        ("Ilir", "Kelmendi"),
        Role.MIA_OFFICER,
    ),
    Post(
        "mlga-officer",
        _("Officer of the Ministry of Local Government Administration"),
        ("Jelena", "Stanković"),
        Role.MLGA_OFFICER,
        language="sr-latn",
    ),
    Post("monitor", _("OSCE monitor"), ("Anna", "Lindberg"), Role.OSCE_MONITOR, language="en"),
    Post("administrator", _("Administrator"), ("Drita", "Hasani"), Role.ADMINISTRATOR),
)
# Commanders of stations without a sign-in, who filed requests there; nobody signs in as them.
ABSENT = tuple(
    Post(
        f"commander-{station}",
        Role.STATION_COMMANDER.label,
        names,
        Role.STATION_COMMANDER,
        language=language,
        station=station,
    )
    for station, names, language in (
        ("decan", ("Fatmir", "Sadiku"), "sq"),
        ("suhareke", ("Lindita", "Rexhepi"), "sq"),
        ("shterpce", ("Dragan", "Ristić"), "sr-latn"),
    )
)
OFFICE_HOLDERS = (
    OfficeHolder(
        "coordinator",
        _("Coordinator of the council of Prizren"),
        CommitteeKind.KKSB,
        Office.SECRETARY,
    ),
    OfficeHolder(
        "member", _("Member of the council of Prizren"), CommitteeKind.KKSB, Office.MEMBER
    ),
    OfficeHolder(
        "chair", _("Chairperson of a local committee, Prizren"), CommitteeKind.KLSP, Office.CHAIR
    ),
    OfficeHolder(
        "police-representative",
        _("Police representative on a local committee, Prizren"),
        CommitteeKind.KLSP,
        Office.POLICE,
    ),
)


def address(account):
    """Return the e-mail address of an account."""
    return f"{account}@{DOMAIN}"


SIGN_INS = [SignIn(address(one.account), one.label, PASSWORD) for one in (*POSTS, *OFFICE_HOLDERS)]
