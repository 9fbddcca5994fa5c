"""The annual work plan as PDF, for the committee to adopt and the assembly to approve.

No source shows the official form; the table is that of published plans of councils: activity,
whom it serves, who is responsible, budget, by quarter.
"""

from django.utils import translation
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.pdf import TAGS, compile_pdf
from meetings.choices import WorkPlanStatus
from meetings.papers import FOLDER
from plans.progress import timeline_of


def plan_paper(plan, quarters, *, language):
    """Return the plan in the language; what somebody wrote stays as it was written."""
    with translation.override(language):
        return compile_pdf(FOLDER / "plan.typ", _plan(plan, quarters, language))


def _plan(plan, quarters, language):
    place = plan.committee.municipality
    numbers = (1 + index for index in range(sum(len(part.activities) for part in quarters)))
    return {
        "language": TAGS[language],
        "institution": plan.committee.full_name,
        "place": _("Municipality: %(name)s") % {"name": place.name} if place else "",
        "title": _("Annual work plan"),
        "subject": str(plan.year),
        "status": str(capfirst(WorkPlanStatus(plan.status).label)),
        "page": _("Page"),
        "facts": [
            [str(step["title"]), " · ".join(filter(None, (step["detail"], step["note"])))]
            for step in timeline_of(plan)
        ],
        "head": [
            _("No."),
            _("Activity"),
            _("For whom"),
            _("Responsible"),
            _("Budget (€)"),
            _("State"),
        ],
        "quarters": [
            {
                "title": _("Quarter %(number)s") % {"number": quarter.number},
                "rows": [[str(next(numbers)), *_row(row)] for row in quarter.activities],
            }
            for quarter in quarters
        ],
        "none": _("No activities are planned."),
        "total": _total([quarter.budget for quarter in quarters if quarter.budget is not None]),
        "signatures": [_("Chairperson"), _("Secretary or coordinator")],
    }


def _row(activity):
    communities = ", ".join(community.name for community in activity.communities.all())
    return [
        activity.title,
        communities or _("everybody"),
        activity.responsible or "–",
        "–" if activity.budget is None else money(activity.budget),
        capfirst(activity.get_state_display()),
    ]


def _total(budgets):
    """Say the sum of the budgets that are known; where none is, say nothing."""
    if not budgets:
        return ""
    return _("Budget of all activities: %(sum)s €") % {"sum": money(sum(budgets))}


def money(amount):
    return number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)
