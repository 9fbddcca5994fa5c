"""What stands on the sheets beside figures: what each kind of body is, and on what it rests."""

from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind

# The kinds of which there is a sheet.
KINDS = (CommitteeKind.KKSB, CommitteeKind.KLSP)
WHAT_IT_IS = {
    CommitteeKind.KKSB: _(
        "A Municipal Community Safety Council is led by the mayor. It brings the police, the "
        "municipality, the communities, the religious bodies and civil society to one table, so "
        "that women and men of all communities are heard when safety is spoken of. It rests on "
        "the joint Administrative Instructions 27/2012 (MIA) and 03/2012 (MLGA); it adopts a "
        "yearly work plan, and its members are to be compensated."
    ),
    CommitteeKind.KLSP: _(
        "A Local Public Safety Committee is a consultative body: residents of a village or a "
        "neighbourhood name local safety problems and solve them with the police of their "
        "station. It is founded at the request of residents or of the station commander, with "
        "the approval of the General Director of Police. The rules stand in a procedure of the "
        "Kosovo Police; no source names a number of meetings that would be due."
    ),
}
# The figures of one municipality, in their order; those that a year does not hold are left out.
OF_ONE = (
    "established",
    "meetings_held",
    "meets_requirement",
    "incidents_discussed",
    "work_plan",
    "compensation_respected",
    "women_share",
    "nonmajority_share",
    "religious_representatives",
    "concerns_raised",
    "concerns_answered",
    "days_to_answer",
    "actions_on_time",
    "plan_progress",
)
# Columns of the list of all municipalities that stand there only if the year holds the figure.
COLUMNS = {
    "nonmajority_share": _("Seats for non-majority"),
    "religious_representatives": _("Seats for religions"),
}
