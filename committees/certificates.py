"""The certificate of a training as PDF, in the language that the reader chooses.

It is set anew each time from the register, so that a corrected name is correct on it. What proves
it is the check page behind its code; it is no qualified electronic signature.
"""

from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.pdf import TAGS, compile_pdf, qr_svg

TEMPLATE = Path(__file__).parent / "letter" / "certificate.typ"


def certificate_pdf(participation, language):
    """Return the certificate in the language; the participation must be certified."""
    with translation.override(language):
        return compile_pdf(TEMPLATE, certificate_data(participation, language))


def certificate_data(participation, language):
    """Return all texts of the certificate in the language in force, for the template to place."""
    training = participation.training
    address = f"{settings.SITE_URL}{participation.get_check_url()}"
    return {
        "language": TAGS[language],
        "register": _("Register of the local safety forums of Kosovo"),
        "title": pgettext("paper on a training", "Certificate"),
        "number": _("No. %(number)s") % {"number": participation.certificate_number},
        "code": _("Code: %(code)s") % {"code": participation.code},
        "lead": _("This certifies that the training named below was completed by"),
        "name": str(participation.person),
        "course": training.course.name,
        "facts": _facts(participation),
        "date": date_format(participation.certified_on, "SHORT_DATE_FORMAT"),
        "date_label": _("Date of the certificate"),
        "qr": qr_svg(address),
        "qr_alt": _("QR code that opens the check page of this certificate"),
        "check_title": _("Is this certificate genuine?"),
        "check_text": _(
            "Read the code or open the page below. It shows number, name, course and days, and "
            "whether the certificate holds. It carries no qualified electronic signature."
        ),
        "address": address,
    }


def _facts(participation):
    training = participation.training
    facts = [
        (_("Module"), training.course.get_module_display()),
        (_("Days"), training.days_text),
        (_("Place"), training.place),
        (_("Provider"), training.provider),
        (_("Held by"), training.trainers),
        (_("Committee"), participation.committee.full_name),
    ]
    return [[str(term), str(value)] for term, value in facts if value]
