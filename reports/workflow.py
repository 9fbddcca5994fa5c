"""The life of an edition: prepared by one person, reviewed by another, published, superseded."""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_transition
from core.forms import ReasonForm
from core.workflow import Transition, Workflow
from reports.choices import EditionStatus
from reports.disclosure.counting import freeze_declared
from reports.freezing import THAWED, frozen, reason_hindrance, year_hindrance
from reports.models import Edition
from reports.permissions import maker_role


def year_is_over(edition):
    return year_hindrance(edition.kind, edition.year)


def says_why(edition):
    return reason_hindrance(edition.kind, edition.year, edition.reason)


def is_unaltered(edition):
    """What is published is what was frozen."""
    if edition.computed_sha256() != edition.sha256:
        return _("The frozen figures are not those that were put to review. Send it back.")
    return None


def _freeze(edition, by):
    """Whoever puts an edition to review has prepared it."""
    stamps = {
        "prepared_at": timezone.now(),
        "prepared_by": by,
        "prepared_as": maker_role(by),
    }
    return frozen(edition) | stamps


def _number_and_review(edition, by):
    """The next number of the kind and year; of open editions there is only one at a time."""
    last = Edition.objects.of_year(edition.kind, edition.year).aggregate(last=Max("number"))["last"]
    return {
        "number": (last or 0) + 1,
        "reviewed_at": timezone.now(),
        "reviewed_by": by,
        "reviewed_as": maker_role(by),
    }


def supersede_earlier(edition, by, comment):
    """The edition that held until now holds no longer, and stays readable."""
    earlier = Edition.objects.of_year(edition.kind, edition.year).published()
    for row in earlier.exclude(pk=edition.pk):
        EDITION.perform(row, "supersede", by=by, comment=edition.reason)


EDITION = Workflow(
    Edition,
    transitions=(
        Transition(
            name="submit",
            label=_("Freeze the figures and put them to review"),
            sources=frozenset({EditionStatus.DRAFT}),
            target=EditionStatus.IN_REVIEW,
            action="prepare",
            needs=(year_is_over, says_why),
            writes=_freeze,
            then=(freeze_declared,),
            done=_("The figures are frozen. A second person reviews them now."),
            style="primary",
        ),
        Transition(
            name="return",
            label=_("Send back"),
            sources=frozenset({EditionStatus.IN_REVIEW}),
            target=EditionStatus.DRAFT,
            action="prepare",
            form=ReasonForm,
            writes=lambda _edition, by: THAWED,
            done=_("The edition is a draft again. Its figures are computed anew when it returns."),
        ),
        Transition(
            name="publish",
            label=_("Publish"),
            sources=frozenset({EditionStatus.IN_REVIEW}),
            target=EditionStatus.PUBLISHED,
            action="review",
            needs=(says_why, is_unaltered),
            writes=_number_and_review,
            then=(supersede_earlier,),
            done=_("The edition is published. Nothing of it changes any more."),
            style="primary",
        ),
        Transition(
            name="supersede",
            label=_("Superseded"),
            sources=frozenset({EditionStatus.PUBLISHED}),
            target=EditionStatus.SUPERSEDED,
            action="supersede",
            done=_("A later edition holds now."),
        ),
    ),
    recorded_by=record_transition,
)
