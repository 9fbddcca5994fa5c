"""What people do with a concern beside taking its steps."""

from django.utils import timezone

from audit.actions import append_event
from concerns.models import ConcernDocument, ConcernText
from core.policy import asks
from core.uploads import fields_of
from core.workflow import FASTER, TransitionRefused
from meetings.actions.versions import EditConflict, claim_version
from meetings.choices import Sensitivity


@asks("edit", of="concern")
def edit_concern(concern, communities, *, version, by):
    """Save what is told of an open concern; refused when somebody took a step meanwhile."""
    _take_version(concern, version)
    concern.save()
    concern.communities.set(communities)
    append_event("concern.edit", by=by, subject=concern)


def _take_version(concern, version):
    """Take the next version of the concern; refused when somebody else has."""
    try:
        claim_version(concern, version)
    except EditConflict as conflict:
        raise TransitionRefused(FASTER) from conflict


@asks("publish", of="concern")
def publish(concern, *, note="", by):
    """Let everybody read the concern and its answer: whoever looked through them says so."""
    _take_version(concern, concern.version)
    concern._change_reason = note
    concern.sensitivity = Sensitivity.PUBLIC
    _stamp(concern, timezone.now(), by)
    append_event("concern.publish", by=by, subject=concern)


@asks("publish", of="concern")
def withdraw_answer(concern, *, reason, by):
    """Take the published answer back."""
    _take_version(concern, concern.version)
    concern._change_reason = reason
    _stamp(concern, None, None)
    append_event("concern.withdraw-answer", by=by, subject=concern, comment=reason)


def _stamp(concern, at, by):
    concern.published_at, concern.published_by = at, by
    concern.save(update_fields=["sensitivity", "published_at", "published_by", "version"])


@asks("respond", of="concern")
def save_text(concern, language, *, description, answer, by):
    """Keep the words of a concern in another language."""
    text = ConcernText.objects.filter(concern=concern, language=language).first()
    text = text or ConcernText(concern=concern, language=language)
    text.description, text.answer = description, answer
    text.save()
    append_event("concern.translate", by=by, subject=concern, language=language)


@asks("respond", of="concern")
def attach(concern, upload, *, kind, by):
    """Keep a file with the concern, named and hashed as it came."""
    fields = fields_of(upload, by=by)
    document = ConcernDocument.objects.create(concern=concern, kind=kind, **fields)
    append_event("concern.attach", by=by, subject=concern, sha256=document.sha256)


@asks("respond", of="response.concern")
def record_response(response, *, by):
    """Keep what the municipality did after a serious incident."""
    response.recorded_at, response.recorded_by = timezone.now(), by
    response.save()
    append_event("concern.respond", by=by, subject=response.concern, kind=response.kind)


@asks("respond", of="record.concern")
def save_problem(record, *, by):
    """Keep how the problem is solved, as far as it is written."""
    record.save()
    append_event("concern.problem", by=by, subject=record.concern)


@asks("edit", of="concern")
def link_recurrence(concern, before, *, by):
    """Say that the concern came back after another one, or that it did not."""
    concern.recurrence_of = before
    concern.save(update_fields=["recurrence_of"])
    append_event("concern.link", by=by, subject=concern, before=before.number if before else "")


@asks("edit", of="project")
def save_project(project, *, by):
    """Write what a project of a committee is to be."""
    project.save()
    append_event("project.save", by=by, subject=project)
