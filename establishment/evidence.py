"""What a request must hold before it is submitted: the task list of its draft.

What each route has to bring is from the police page on the local committees: the residents'
written request, or the commander's security analysis together with the community's agreement.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from committees.choices import Office
from establishment.choices import DocumentKind, Purpose, Route, TaskState


@dataclass
class Task:
    """One theme of the draft; `missing` says what is still to be filled in."""

    key: str
    label: str
    missing: list[str] = field(default_factory=list)
    is_started: bool = False
    is_optional: bool = False

    @property
    def state(self):
        if not self.missing and (self.is_started or not self.is_optional):
            return TaskState.COMPLETE
        if self.is_started:
            return TaskState.PROGRESS
        return TaskState.OPTIONAL if self.is_optional else TaskState.TODO


def tasks_of(request):
    """Return the tasks of a draft in the order in which they are best done."""
    documents = list(request.documents.kept())
    tasks = [_area(request), _reasons(request)]
    if request.route == Route.CITIZENS:
        tasks.append(_letter(request, documents))
    if request.route == Route.COMMANDER:
        tasks += [_analysis(request), _consent(request)]
    if request.proposes_members:
        tasks.append(_members(request))
    tasks.append(Task("documents", _("Documents"), is_started=bool(documents), is_optional=True))
    if request.purpose not in (Purpose.FOUNDING, Purpose.AREA):
        tasks.pop(0)
    return tasks


def missing_in(request):
    """Return everything that is missing, each in a sentence."""
    return [text for task in tasks_of(request) for text in task.missing]


def hindrance(request):
    """Return the reason why the request cannot be submitted yet, or None."""
    missing = missing_in(request)
    return missing[0] if missing else None


def _task(key, label, needed, values):
    missing = [text for text, value in needed if not value]
    return Task(key, label, missing, is_started=any(values))


def _area(request):
    has_settlements = request.settlements.exists()
    needed = [(_("Name at least one settlement."), has_settlements)]
    values = [has_settlements]
    if request.is_founding:
        needed += [
            (_("Give the name in Albanian."), request.name_sq),
            (_("Give the name in Serbian."), request.name_sr),
        ]
        values += [request.name_sq, request.name_sr, request.name_en]
        return _task("area", _("Area and name"), needed, values)
    return _task("area", _("New area"), needed, values)


def _reasons(request):
    needed = [(_("Give the reasons."), request.reasons)]
    return _task("reasons", _("Reasons"), needed, [request.reasons])


def _letter(request, documents):
    has_letter = any(row.kind == DocumentKind.LETTER for row in documents)
    values = [request.letter_on, request.signatories, request.contact_name, has_letter]
    texts = [
        _("Give the date of the residents' letter."),
        _("Give the number of signatories."),
        _("Name the contact person of the initiative."),
        _("Add the scan of the residents' letter."),
    ]
    return _task("letter", _("Residents' letter"), zip(texts, values, strict=True), values)


def _analysis(request):
    sources = request.reported_cases or request.field_reports
    values = [request.analysis_from and request.analysis_to, sources, request.analysis]
    texts = [
        _("Give the period of the security analysis."),
        _("Give at least one source of the analysis: reported cases or field reports."),
        _("Give the conclusion of the analysis."),
    ]
    return _task("analysis", _("Security analysis"), zip(texts, values, strict=True), values)


def _consent(request):
    values = [
        request.consent_on,
        request.consent_place,
        request.consulted,
        request.consent_form,
    ]
    texts = [
        _("Say when the community agreed."),
        _("Say where the community was consulted."),
        _("Say who was consulted, by capacity."),
        _("Say how agreement was expressed."),
    ]
    return _task("consent", _("Community's agreement"), zip(texts, values, strict=True), values)


def _members(request):
    members = list(request.members.all())
    named = [member for member in members if member.family_name]
    police = [member for member in named if member.office == Office.POLICE]
    needed = [
        (_("Propose at least one member."), len(named) > len(police)),
        (_("Name the police representative."), police),
    ]
    return _task("members", _("Members and police representative"), needed, [members])
