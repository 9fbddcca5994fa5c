"""Files of every kind beside one meeting, one concern and one activity of the council."""

from datetime import datetime, time
from io import BytesIO
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from accounts.models import User
from committees.models import Committee
from concerns.actions import attach
from meetings.actions import attach_document
from meetings.choices import ActivityState, FileKind, Sensitivity
from meetings.models import Activity, Concern, Meeting
from plans.actions import record_progress
from portal.demo.minutes import COUNCIL
from portal.demo.past import acting
from portal.demo.sign_ins import address

ZONE = ZoneInfo("Europe/Belgrade")
NAMES = {
    FileKind.SHEET: "lista-e-pjesemarresve.pdf",
    FileKind.MINUTES: "procesverbali-i-nenshkruar.pdf",
    FileKind.LETTER: "letra-e-banorit.pdf",
    FileKind.PAPER: "raporti.pdf",
    FileKind.PHOTO: "fotografia.pdf",
    FileKind.OTHER: "shtojca.pdf",
}


def make_files(*, today):
    """Let the coordinator keep a file of each kind in the first hour of the day."""
    coordinator = User.objects.get(email=address("coordinator"))
    here = Committee.objects.filter(slug=COUNCIL)
    meeting = Meeting.objects.held().filter(committee__in=here).order_by("pk").first()
    concerns = Concern.objects.exclude(sensitivity=Sensitivity.CONFIDENTIAL)
    concern = concerns.filter(committee__in=here).order_by("pk").first()
    done = Activity.objects.filter(state=ActivityState.DONE)
    activity = done.filter(plan__committee__in=here).order_by("pk").first()
    with acting(coordinator, datetime.combine(today, time(0, 5), ZONE)):
        for kind in FileKind:
            upload = upload_of(kind)
            attach_document.unasked(meeting, upload, kind=kind, by=coordinator)
            attach(concern, upload, kind=kind, by=coordinator)
            record_progress.unasked(activity, upload=upload, kind=kind, by=coordinator)


def upload_of(kind):
    """Return a real PDF that says nothing, named after what it would be."""
    page = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(page)
    return SimpleUploadedFile(NAMES[kind], page.getvalue(), "application/pdf")
