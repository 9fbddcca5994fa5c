"""What came of meetings: actions in every state, asked of many bodies, some long overdue."""

from datetime import datetime, time, timedelta
from io import BytesIO
from itertools import cycle
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from accounts.models import User
from committees.choices import CommitteeKind
from follow_up.actions import take_step
from meetings.addressees import recognise
from meetings.choices import ActionStatus, AgendaKind, DatePrecision, FileKind
from meetings.models import Action, Meeting, institution_named
from portal.demo.past import acting
from portal.demo.sign_ins import address
from portal.demo.texts import SQ, SR, Text

COUNCIL = "kksb-prizren"
ZONE = ZoneInfo("Europe/Belgrade")
YEAR = timedelta(days=365)
# Addressee, what is asked, what came of it or why nothing did.
ASKED = (
    (
        Text("Drejtoria e Arsimit", "Direkcija za obrazovanje"),
        Text(
            "Të vendosen kamera në hyrje të shkollave.", "Da se postave kamere na ulazima u škole."
        ),
        Text("Kamerat u vendosën në tri shkolla.", "Kamere su postavljene u tri škole."),
    ),
    (
        Text("Policia", "Policija"),
        Text("Të shtohen patrullat rreth shkollave.", "Da se pojačaju patrole oko škola."),
        Text("Patrullat u dyfishuan në mëngjes.", "Jutarnje patrole su udvostručene."),
    ),
    (
        Text("Drejtoria e Inspeksionit", "Direkcija za inspekciju"),
        Text("Të kontrollohen lokalet e natës.", "Da se kontrolišu noćni lokali."),
        Text("U kontrolluan dymbëdhjetë lokale.", "Kontrolisano je dvanaest lokala."),
    ),
    (
        Text("Agjencia e Ushqimit dhe Veterinarisë", "Agencija za hranu i veterinu"),
        Text("Të trajtohen qentë endacakë.", "Da se zbrinu psi lutalice."),
        Text("Qentë u trajtuan dhe u vaksinuan.", "Psi su zbrinuti i vakcinisani."),
    ),
    (
        Text("KFOR", "KFOR"),
        Text("Të njoftohet këshilli për stërvitjet.", "Da se savet obavesti o vežbama."),
        Text("Njoftimi u dha me shkrim.", "Obaveštenje je dato pismeno."),
    ),
    (
        Text("Bashkësia Islame", "Islamska zajednica"),
        Text("Të flitet me të rinjtë për rrezikun e drogës.", "Da se mladima govori o drogi."),
        Text("U mbajtën dy ligjërata.", "Održana su dva predavanja."),
    ),
    (
        Text("MPB", "MUP"),
        Text("Të ndahen mjete për punën e këshillit.", "Da se obezbede sredstva za rad saveta."),
        Text("Mjetet u ndanë për vitin e ardhshëm.", "Sredstva su obezbeđena za sledeću godinu."),
    ),
    (
        Text("Kompania e parkingjeve", "Preduzeće za parkinge"),
        Text("Të lirohen trotuaret para shkollës.", "Da se oslobode trotoari ispred škole."),
        Text("U vendosën shtylla mbrojtëse.", "Postavljeni su zaštitni stubići."),
    ),
)
WHY_NOT = Text("Nuk ka buxhet këtë vit.", "Nema budžeta ove godine.")
# State, days from the meeting to the due date, days from the due date to the end.
FATES = (
    (ActionStatus.DONE, 30, -5),
    (ActionStatus.OPEN, 45, None),
    (ActionStatus.DONE, 30, 12),
    (ActionStatus.IN_PROGRESS, 400, None),
    (ActionStatus.NOT_DONE, 60, 0),
    (ActionStatus.OPEN, None, None),
    (ActionStatus.DONE, 20, 0),
    (ActionStatus.DROPPED, 40, -10),
)


def make_follow_up(*, today):
    """Give meetings of the last year an action each; in one council let people take the steps."""
    held = (
        Meeting.objects.held()
        .filter(precision=DatePrecision.DAY, starts_on__gte=today - YEAR)
        .filter(committee__kind=CommitteeKind.KKSB)
        .select_related("committee__municipality")
        .order_by("starts_on", "pk")
    )
    asked, fates = cycle(ASKED), cycle(FATES[:-1] + FATES)
    Action.objects.bulk_create(
        _action(meeting, next(asked), next(fates), today=today) for meeting in held
    )
    recognise()
    of_council = held.filter(committee__slug=COUNCIL)
    last = of_council.filter(concerns__isnull=False).last() or of_council.last()
    if last:
        _let_police_answer(last, today=today)


def _action(meeting, asked, fate, *, today):
    addressee, text, result = asked
    status, days, more = fate
    language = SR if meeting.committee.municipality.designated_serb_majority else SQ
    due_on = meeting.starts_on + timedelta(days=days) if days else None
    done_on = due_on + timedelta(days=more) if more is not None else None
    if done_on and done_on > today:
        status, done_on = ActionStatus.OPEN, None
    said = result if status == ActionStatus.DONE else WHY_NOT
    return Action(
        meeting=meeting,
        text=text[language],
        addressee=addressee[language],
        due_on=due_on,
        status=status,
        done_on=done_on,
        result=said[language] if done_on else "",
    )


def _let_police_answer(meeting, *, today):
    """Let the council ask the police for something, and the commander report it with a proof."""
    addressee, text, result = ASKED[1]
    action = Action(
        meeting=meeting,
        item=meeting.agenda.filter(kind=AgendaKind.THEME, is_confidential=False).first(),
        concern=meeting.concerns.first(),
        text=f"{text[SQ]} (08:00, 13:00)",
        addressee=addressee[SQ],
        institution=institution_named(addressee[SQ]),
        due_on=meeting.starts_on + timedelta(days=40),
    )
    coordinator, commander = (
        User.objects.get(email=address(name)) for name in ("coordinator", "station-commander")
    )
    days = (today - meeting.starts_on).days
    with acting(coordinator, datetime.combine(meeting.starts_on, time(20), ZONE)):
        action.save()
    for step, part in (("take-up", 3), ("report-done", 2)):
        day = meeting.starts_on + timedelta(days=days // part)
        with acting(commander, datetime.combine(day, time(11), ZONE)):
            facts = {"result": result[SQ], "done_on": day} if step == "report-done" else {}
            proof = {"proof": _sheet(), "proof_kind": FileKind.PAPER} if facts else {}
            take_step(action, step, by=commander, **facts, **proof)


def _sheet():
    paper = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(paper)
    return SimpleUploadedFile("patrullat.pdf", paper.getvalue(), "application/pdf")
