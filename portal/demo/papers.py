"""What an invented request says and encloses, and whom it proposes."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfWriter

from committees.choices import Office
from establishment.actions import attach_document, save_member, save_part
from establishment.choices import ConsentMode, DocumentKind, Route
from establishment.models import ProposedMember
from portal.demo.rosters import person_for, proposed_seats
from portal.demo.sign_ins import DOMAIN
from portal.demo.texts import (
    ANALYSIS,
    AREA_REASONS,
    CASES,
    CONSENT_NOTE,
    CONSULTED,
    FIELD_REPORTS,
    FILES,
    LOCAL_PLACES,
    REASONS,
)

YEAR, HALF_A_MONTH = timedelta(days=365), timedelta(days=15)


class Papers:
    """Writes the papers of one request, as the user who fills them in."""

    def __init__(self, request, ground, *, by, rng):
        self.request = request
        self.ground = ground
        self.language = ground.language
        self.by = by
        self.rng = rng
        self.names = set()

    def ask_for_founding(self, name, settlements):
        """Write everything that a new committee needs."""
        self._say(settlements, **self._beginning(name), **self._evidence())
        self._enclose()
        *held, free = proposed_seats(self.ground)
        for seat, office in held:
            self._propose(seat, office, self._person(seat))
        self._propose(*free)

    def ask_for_half(self, name, settlements):
        """Leave off in the middle of the evidence, with the chair proposed and nobody else."""
        evidence = list(self._evidence().items())
        self._say(settlements, **self._beginning(name), **dict(evidence[: len(evidence) // 2]))
        seat, office = proposed_seats(self.ground)[0]
        self._propose(seat, office, self._person(seat))

    def ask_for_area(self, settlements):
        """Write why the committee shall cover more."""
        self._say(settlements, reasons=AREA_REASONS[self.language])

    def replace_police(self):
        """Propose another officer, as the level asked that returned the request."""
        member = self.request.members.get(office=Office.POLICE)
        self._name(member, self._person(member.seat()))
        save_member.unasked(member, by=self.by)

    def _say(self, settlements, **values):
        for field, value in values.items():
            setattr(self.request, field, value)
        save_part.unasked(self.request, settlements=settlements, by=self.by)

    def _beginning(self, name):
        return {
            "name_sq": f"KLSP {name.sq}",
            "name_sr": f"LOJB {name.sr}",
            "name_en": f"LPSC {name.sq}",
            "reasons": self.rng.choice(REASONS)[self.language],
        }

    def _evidence(self):
        """What the route has to bring, in the order of the pages."""
        today = timezone.localdate()
        if self.request.route == Route.CITIZENS:
            contact = person_for(proposed_seats(self.ground)[0][0], self.ground, self.rng)
            return {
                "letter_on": today - timedelta(days=self.rng.randint(3, 12)),
                "signatories": self.rng.randint(38, 160),
                "contact_name": str(contact),
                "contact_details": f"nisma@{DOMAIN}",
            }
        return {
            "analysis_from": today - HALF_A_MONTH - YEAR,
            "analysis_to": today - HALF_A_MONTH,
            "reported_cases": CASES[self.language],
            "field_reports": FIELD_REPORTS[self.language],
            "analysis": ANALYSIS[self.language],
            "consent_on": today - timedelta(days=self.rng.randint(2, 10)),
            "consent_place": self.rng.choice(LOCAL_PLACES)[self.language],
            "consulted": CONSULTED[self.language],
            "consent_form": self.rng.choice((ConsentMode.SHOW_OF_HANDS, ConsentMode.STATEMENTS)),
            "consent_note": CONSENT_NOTE[self.language],
        }

    def _enclose(self):
        is_of_citizens = self.request.route == Route.CITIZENS
        kind = DocumentKind.LETTER if is_of_citizens else DocumentKind.ANALYSIS
        upload = SimpleUploadedFile(FILES[kind][self.language], PAGE, "application/pdf")
        attach_document.unasked(self.request, upload, kind=kind, by=self.by)

    def _propose(self, seat, office, person=None):
        member = ProposedMember(
            request=self.request,
            capacity=seat.capacity,
            represents_community=seat.represents_community,
            office=office,
        )
        if person:
            self._name(member, person)
        save_member.unasked(member, by=self.by)

    def _name(self, member, person):
        member.given_name, member.family_name = person.given_name, person.family_name
        member.sex = person.sex

    def _person(self, seat):
        """Return somebody who is not proposed yet."""
        while True:
            person = person_for(seat, self.ground, self.rng)
            if str(person) not in self.names:
                self.names.add(str(person))
                return person


def _blank_page():
    page = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(page)
    return page.getvalue()


# What is enclosed is a real PDF that says nothing.
PAGE = _blank_page()
