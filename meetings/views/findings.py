"""What needs mending: the findings, and those that were dismissed with an explanation."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from committees.models import Committee, Membership
from committees.views.under import CommitteePageMixin
from core.forms import ReasonForm
from core.views import KeptTextMixin, PolicyMixin
from meetings.choices import MeetingStatus
from meetings.dismissals import dismiss, dismiss_all, withdraw
from meetings.findings import BY_CODE, COMMITTEE_OF, FindingRule
from meetings.forms.findings import DismissForm, FindingFilter
from meetings.models import Dismissal, Meeting

# So many entries of a rule, or dismissals, are listed; the others are counted.
SHOWN = 50
# What a page of findings asks on each committee, beside whether they may be seen.
ASKED = ("add_meeting", "edit", "edit_members", "dismiss_finding")


@dataclass(frozen=True)
class Entry:
    """A record that a rule found, on the page; `committee` carries what the user may do there."""

    rule: FindingRule
    record: object
    committee: Committee

    @property
    def label(self):
        return label_of(self.record)

    @property
    def url(self):
        """Where it is mended, for whoever may; else the page of the record."""
        if not getattr(self.committee, f"can_{self.rule.mended_by}"):
            return page_of(self.record, self.committee)
        return mending_page(self.rule, self.record, self.committee)


def label_of(record):
    """Name a record without naming a person: monitors read the list as well."""
    if isinstance(record, Meeting):
        return f"{record.date_text}: {record.title}"
    if isinstance(record, Membership):
        return f"{capfirst(record.seat.name)}, {record.get_office_display()}"
    return record.name


def page_of(record, committee):
    if isinstance(record, Meeting):
        return reverse("meetings:detail", args=[committee.slug, record.public_id])
    return committee.get_absolute_url()


def mending_page(rule, record, committee):
    if isinstance(record, Meeting):
        return _page_of_meeting(rule, record, committee)
    if rule.mended_by == "edit":
        return reverse("committees:update", args=[committee.slug])
    if isinstance(record, Membership):
        return reverse("committees:membership-correct", args=[committee.slug, record.pk])
    return reverse("committees:seat", args=[committee.slug])


def _page_of_meeting(rule, record, committee):
    if rule.code == "action-before-meeting" and record.early_action:
        return reverse("follow_up:edit", args=[record.early_action])
    at = [committee.slug, record.public_id]
    if record.is_locked:
        return reverse("meetings:minutes-step", args=[*at, "reopen"])
    called_off = record.status in (MeetingStatus.POSTPONED, MeetingStatus.CANCELLED)
    is_held = record.status == MeetingStatus.HELD
    to_come = not is_held and record.starts_on > timezone.localdate()
    return reverse("meetings:update" if called_off or to_come else "meetings:report", args=at)


def open_to(user, action):
    """Return the committees on which the user may do so; raises PermissionDenied for none."""
    seen = Committee.objects.permitted(user, action)
    if not seen.exists():
        raise PermissionDenied(_("Your roles do not include this step here."))
    return seen


class FindingList(TemplateView):
    """The findings in all committees whose findings the user sees."""

    template_name = "meetings/finding_list.html"
    action = "view_findings"
    committee = None

    @cached_property
    def committees(self):
        return open_to(self.request.user, self.action)

    @cached_property
    def form(self):
        return FindingFilter(self.request.GET, committee=self.committee)

    def get_context_data(self, **kwargs):
        committees = self.form.narrow(self.committees)
        if self.form.shows_dismissed:
            kwargs["dismissals"] = self.dismissals(committees)
        else:
            kwargs["groups"] = self.groups(committees)
            kwargs["total"] = sum(group["total"] for group in kwargs["groups"])
        return super().get_context_data(form=self.form, shown=SHOWN, query=self.query(), **kwargs)

    def query(self):
        """The area of the page, as the page that dismisses all of it is told."""
        area = {name: self.form.cleaned_data.get(name) for name in ("region", "municipality")}
        return urlencode({name: value for name, value in area.items() if value})

    def groups(self, committees):
        """The rules that found something, each with its first entries and the number of all."""
        today = timezone.localdate()
        found = [(rule, list(rule.shown(committees, today, SHOWN))) for rule in self.form.rules]
        numbers = {rule.committee_of(record) for rule, rows in found for record in rows}
        rights = Committee.objects.filter(pk__in=numbers).with_place()
        by_number = rights.with_actions(self.request.user, *ASKED).in_bulk()
        groups = []
        for rule, rows in found:
            entries = [Entry(rule, row, by_number[rule.committee_of(row)]) for row in rows]
            if entries:
                may = any(entry.committee.can_dismiss_finding for entry in entries)
                groups.append(
                    {
                        "rule": rule,
                        "total": rows[0].total,
                        "entries": entries,
                        "may_dismiss_all": may,
                    }
                )
        return groups

    def dismissals(self, committees):
        """Dismissals that nobody took back, the latest first, and whether each still stands."""
        rows = Dismissal.objects.visible_to(self.request.user).filter(
            withdrawn_at=None, committee__in=committees.values("pk")
        )
        if self.form.cleaned_data.get("rule"):
            rows = rows.filter(rule=self.form.cleaned_data["rule"])
        rows = (
            rows.select_related("committee__municipality", "dismissed_by")
            .with_actions(self.request.user, "withdraw")
            .with_lapse(COMMITTEE_OF)
            .order_by("-dismissed_at", "-pk")[:SHOWN]
        )
        return [{"row": row, "rule": BY_CODE.get(row.rule)} for row in rows]


class CommitteeFindings(CommitteePageMixin, FindingList):
    """The same of one committee, as a part of its page."""

    action = "view_findings"
    tab = "findings"

    @cached_property
    def committees(self):
        return Committee.objects.filter(pk=self.committee.pk)

    def query(self):
        return urlencode({"committee": self.committee.slug})


class FindingDismiss(KeptTextMixin, PolicyMixin, FormView):
    """Asks why what a rule found in a record is right as it is."""

    form_class = DismissForm
    template_name = "meetings/finding_form.html"
    action = "dismiss_finding"

    @cached_property
    def entry(self):
        rule = BY_CODE.get(self.kwargs["rule"])
        if rule is None:
            raise Http404
        seen = Committee.objects.permitted(self.request.user, "view_findings")
        found = rule.entries(seen, timezone.localdate())
        record = get_object_or_404(found, pk=self.kwargs["pk"])
        committee = Committee.objects.with_place().get(pk=rule.committee_of(record))
        self.require(self.action, committee)
        return Entry(rule, record, committee)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            entry=self.entry,
            submit_label=_("Dismiss"),
            cancel_url=reverse("meetings:findings"),
            **kwargs,
        )

    def get_form(self, form_class=None):
        # Who may not dismiss is told so before anything is asked.
        return self.entry and super().get_form(form_class)

    def form_valid(self, form):
        entry = self.entry
        try:
            dismiss(
                entry.rule,
                entry.record,
                entry.committee,
                explanation=form.cleaned_data["explanation"],
                by=self.request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Dismissed. The explanation stands in the list."))
        return redirect("meetings:findings")


class FindingsDismiss(KeptTextMixin, FormView):
    """Asks once why all that a rule found, in the area that the list shows, is right as it is."""

    form_class = DismissForm
    template_name = "meetings/findings_form.html"
    action = "dismiss_finding"

    @cached_property
    def rule(self):
        if self.kwargs["rule"] not in BY_CODE:
            raise Http404
        return BY_CODE[self.kwargs["rule"]]

    @cached_property
    def committees(self):
        kept = FindingFilter(self.request.GET).narrow(open_to(self.request.user, self.action))
        slug = self.request.GET.get("committee")
        return kept.filter(slug=slug) if slug else kept

    def get_form(self, form_class=None):
        # Who may not dismiss is told so before anything is asked.
        self.committees  # noqa: B018
        return super().get_form(form_class)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            rule=self.rule,
            total=self.rule.entries(self.committees, timezone.localdate()).count(),
            submit_label=_("Dismiss all"),
            cancel_url=reverse("meetings:findings"),
            **kwargs,
        )

    def form_valid(self, form):
        committees = self.rule.with_entries(self.committees, timezone.localdate())
        if not committees:
            form.add_error(None, _("All of these are mended or dismissed already."))
            return self.form_invalid(form)
        number = dismiss_all(
            self.rule,
            committees,
            explanation=form.cleaned_data["explanation"],
            by=self.request.user,
        )
        text = ngettext(
            "%(count)s entry is dismissed. The explanation stands in the list.",
            "%(count)s entries are dismissed. The explanation stands in the list.",
            number,
        )
        messages.success(self.request, text % {"count": number})
        return redirect("meetings:findings")


class DismissalWithdraw(KeptTextMixin, PolicyMixin, FormView):
    """Asks why a dismissal is taken back."""

    form_class = ReasonForm
    template_name = "meetings/finding_form.html"
    action = "withdraw"

    @cached_property
    def dismissal(self):
        rows = Dismissal.objects.visible_to(self.request.user).select_related("committee")
        dismissal = get_object_or_404(rows, pk=self.kwargs["pk"], withdrawn_at=None)
        self.require(self.action, dismissal)
        return dismissal

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            dismissal=self.dismissal,
            rule=BY_CODE.get(self.dismissal.rule),
            submit_label=_("Take back"),
            cancel_url=reverse("meetings:findings") + "?state=dismissed",
            **kwargs,
        )

    def form_valid(self, form):
        try:
            withdraw(self.dismissal, reason=form.cleaned_data["comment"], by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Taken back. The finding shows again."))
        return redirect("meetings:findings")
