"""Who keeps the rates, who settles, who learns what a member is paid.

What somebody is paid is their own affair and that of those who pay and oversee it: the keepers of
the committee and the ministries. The police above the committee and the other members learn
nothing of it; OSCE monitors read the sums of each council and no name.
"""

from django.db.models import Exists, OuterRef, Q

from accounts.choices import Role
from accounts.permissions import administrator, granted, own
from committees.models import Committee
from committees.permissions import in_service, keepers
from compensation.choices import RunStatus
from compensation.models import Entitlement, Payment, Rate, SettlementLine, SettlementRun
from core.policy import Rule as PolicyRule
from core.policy import in_state, register, where
from places.models import Municipality

ministries = granted(Role.MIA_OFFICER, Role.MLGA_OFFICER)


def payers(at="pk", prefix=""):
    """Those who know what a member of the committee is paid."""
    return keepers(at, prefix) | ministries


def sum_readers(at="pk", prefix=""):
    """Those who know what a committee pays as a whole."""
    return payers(at, prefix) | granted(Role.OSCE_MONITOR)


keeping = keepers("committee", "committee__")
of_run = payers("run__committee", "run__committee__")
keeping_run = keepers("run__committee", "run__committee__")


def _pays(user):
    lines = SettlementLine.objects.filter(run=OuterRef("pk"), membership__person__user=user.pk)
    return Q(Exists(lines))


# Who is paid by a run neither closes it (`compensation/workflow.py`) nor records its payment.
paid_by_it = PolicyRule("whoever it pays", _pays)

register(Committee, {"view_compensation": sum_readers(), "settle": keepers()})
register(
    SettlementRun,
    {
        "view": sum_readers("committee", "committee__"),
        "view_names": payers("committee", "committee__"),
        "edit": keeping & in_state(RunStatus.DRAFT) & where("it has no number yet", number=""),
        "change_status": keeping,
        "pay": keeping & in_state(RunStatus.CLOSED) & ~paid_by_it,
    },
)
register(SettlementLine, {"view": of_run | own("membership__person__user")})
register(
    Payment,
    {
        "view": of_run | own("membership__person__user"),
        "withdraw": keeping_run & where("it stands", withdrawn_at=None),
    },
)
# The officer of a municipality keeps its own rules, the administrator also those of the country.
rule_keepers = granted(Role.MUNICIPAL_OFFICER, municipality="municipality") | administrator
for rule in (Rate, Entitlement):
    register(rule, {"view": in_service, "edit": rule_keepers})
register(
    Municipality,
    {"set_rates": granted(Role.MUNICIPAL_OFFICER, municipality="pk") | administrator},
)
