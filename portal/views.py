from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from accounts.actions import save_choices
from accounts.choices import Role
from accounts.forms import LanguageForm
from accounts.models import ApiToken, RoleGrant
from accounts.permissions import cares_for_accounts, is_administrator
from accounts.posts import grants_of
from committees.choices import Office
from committees.models import Committee, Deadline, Membership, Participation, Person
from compensation.own import sums_of
from establishment.models import EstablishmentRequest
from meetings.findings import number_of_findings
from meetings.importing.rights import may_import
from meetings.models import Action, Activity, Concern, Meeting
from notices.models import Mail
from portal.first_steps import first_steps
from portal.interface import addresses
from publisher.models import Publisher
from publisher.opening import is_open

SHOWN = 10
# How many are named who can be asked.
NAMED = 3


def findings_in(committees, today):
    """How much needs mending in the few committees of an officer; None where there are many."""
    if not 0 < len(committees) < SHOWN:
        return None
    numbers = [committee.pk for committee in committees]
    return number_of_findings(Committee.objects.filter(pk__in=numbers), today)


def given_up_mails(user):
    """How many mails never left; None for whoever does not run the portal."""
    return Mail.objects.given_up().count() if is_administrator(user) else None


def people_to_ask(user):
    """Return the names of a few who can give the user what a page asks for.

    Municipal officers care for the people of the committees, headquarters for those of stations
    and regions, administrators for everybody else and where there is nobody nearer.
    """
    today = timezone.localdate()
    held = RoleGrant.objects.in_force(today).filter(user__is_active=True).exclude(user=user.pk)
    seats = Membership.objects.filter(person__user=user.pk).in_force(today)
    places = seats.values("seat__committee__municipality")
    near = Q(role=Role.MUNICIPAL_OFFICER, municipality__in=places)
    if any(Role(grant.role).is_in_field for grant in grants_of(user)):
        near |= Q(role=Role.COMMUNITY_POLICING)
    for wanted in (near, Q(role=Role.ADMINISTRATOR)):
        rows = held.filter(wanted).select_related("user").order_by("user__last_name", "pk")
        if names := list(dict.fromkeys(str(grant.user) for grant in rows))[:NAMED]:
            return names
    return []


def permission_denied(request, exception):
    """The page of what somebody may not do: why, and whom to ask, for whoever is signed in."""
    names = people_to_ask(request.user) if request.user.is_authenticated else []
    context = {"exception": str(exception), "people_to_ask": ", ".join(names)}
    return render(request, "403.html", context, status=403)


class Home(TemplateView):
    """For whoever signed in, what there is to do; for the public, where to find what."""

    def get_template_names(self):
        return ["portal/work.html" if self.request.user.is_authenticated else "portal/home.html"]

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        meetings = Meeting.objects.visible_to(user).with_committee().soonest_first()
        context = {"upcoming": meetings.upcoming(today)[:SHOWN], "data_as_of": today}
        if not user.is_authenticated:
            context["publisher"] = Publisher.current()
        if user.is_authenticated:
            kept = meetings.permitted(user, "report")
            overdue = kept.awaiting_report(today)
            committees = Committee.objects.permitted(user, "add_meeting")
            own = list(committees.with_place().order_by("kind", "name_sq")[:SHOWN])
            late = Action.objects.permitted(user, "own").overdue(today)
            concerns = Concern.objects.permitted(user, "handle")
            mine = EstablishmentRequest.objects.waiting_for(user).with_place()
            context |= {
                "requests": mine.order_by("due_on", "pk")[:SHOWN],
                "actions": late.with_place().by_due()[:SHOWN],
                "actions_count": late.count(),
                "deadlines": Deadline.objects.open()
                .filter(committee__in=committees.values("pk"))
                .select_related("committee__municipality")[:SHOWN],
                "concerns": concerns.oldest_first()[:SHOWN],
                "concerns_count": concerns.count(),
                "overdue": overdue[:SHOWN],
                "overdue_count": overdue.count(),
                "kept_upcoming": kept.upcoming(today)[:SHOWN],
                "activities": Activity.objects.permitted(user, "record_progress")
                .to_do(today)
                .as_seen_on(today)
                .select_related("plan__committee__municipality")
                .order_by("plan__year", "quarter", "pk")[:SHOWN],
                "mails_given_up": given_up_mails(user),
                "is_closed": is_administrator(user) and not is_open(),
                "kept": own,
                "sees_findings": Committee.objects.permitted(user, "view_findings").exists(),
                "findings": findings_in(own, today),
                "waiting": RoleGrant.objects.permitted(user, "confirm")
                .with_scope()
                .select_related("user")
                .order_by("given_at", "pk")[:SHOWN],
            }
        return super().get_context_data(**context, **kwargs)


class FirstSteps(TemplateView):
    """What brings a new portal into service, for its administrators."""

    action = "open"
    template_name = "portal/first_steps.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not is_administrator(request.user):
            raise PermissionDenied(_("Only administrators open this page."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(steps=first_steps(self.request.user), **kwargs)


class Me(FormView):
    """One's own page: what one may do and where, the language, the keys."""

    form_class = LanguageForm
    template_name = "portal/me.html"
    success_url = reverse_lazy("portal:me")
    action = "own"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.request.user}

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        grants = RoleGrant.objects.visible_to(user).filter(user=user).with_scope()
        return super().get_context_data(
            grants=[
                {"grant": grant, "role": Role(grant.role), "is_in_force": grant.is_in_force(today)}
                for grant in grants.order_by("-from_on", "-pk")
            ],
            offices=Membership.objects.filter(person__user=user)
            .in_force(today)
            .select_related("seat__committee__municipality")
            .order_by("seat__committee__name_sq", "pk"),
            person=Person.objects.permitted(user, "withdraw").first(),
            certificates=Participation.objects.certified()
            .filter(person__user=user)
            .select_related("training__course")
            .order_by("-certified_on", "-pk"),
            settlements=sums_of(user),
            tokens=ApiToken.objects.visible_to(user).order_by("-created_on", "-pk"),
            officer_codes=(Office.CHAIR, Office.DEPUTY, Office.SECRETARY),
            is_administrator=is_administrator(user),
            cares_for_accounts=cares_for_accounts(user),
            may_import=may_import(user),
            **kwargs,
        )

    def form_valid(self, form):
        save_choices(form.save(commit=False), by=self.request.user)
        messages.success(self.request, _("Your choice is saved."))
        return super().form_valid(form)


class PublisherPage(TemplateView):
    """A page that names the institution that runs the portal."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(publisher=Publisher.current(), **kwargs)


class Privacy(PublisherPage):
    """What is kept of whom, and who sees it."""

    template_name = "portal/privacy.html"


class Accessibility(PublisherPage):
    """To what the pages are built, how that was checked, and what is lacking."""

    template_name = "portal/accessibility.html"


class ApiGuide(TemplateView):
    """How to read the figures by program."""

    template_name = "portal/api_guide.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(addresses=addresses(), **kwargs)
