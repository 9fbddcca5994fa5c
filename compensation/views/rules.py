"""The rates and who is entitled: read by everybody in service, kept by municipality and portal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, TemplateView

from compensation.actions import save_rule
from compensation.forms import EntitlementForm, RateForm
from compensation.models import Entitlement, Rate
from core.policy import NO_ROW, policy_of
from core.views import KeptTextMixin, PolicyMixin, versions_of
from places.models import Municipality

RATES = "compensation:rates"


def breadcrumbs(*further):
    return [(_("Rates of compensation"), reverse(RATES) if further else None), *further]


class RateList(TemplateView):
    """All rates and all rules on who is entitled, with their days and acts."""

    template_name = "compensation/rate_list.html"
    action = "view"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and policy_of(Rate)["view"](request.user) is NO_ROW:
            raise PermissionDenied(_("Your roles do not include this step here."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        user = self.request.user
        rates, entitlements = (
            model.objects.visible_to(user).with_actions(user, "edit").in_order()
            for model in (Rate, Entitlement)
        )
        return super().get_context_data(
            rates=rates,
            entitlements=entitlements,
            may_enter=Municipality.objects.permitted(user, "set_rates").exists(),
            breadcrumbs=breadcrumbs(),
            **kwargs,
        )


class RuleFormMixin(KeptTextMixin):
    """What entering and correcting a rule share."""

    template_name = "compensation/rule_form.html"
    model = None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "instance": self.rule}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            rule=self.rule if self.rule.pk else None,
            title=self.title,
            cancel_url=reverse(RATES),
            breadcrumbs=breadcrumbs((self.title, None)),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            save_rule(form.save(commit=False), by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.saved)
        return redirect(RATES)


class RateMixin(RuleFormMixin):
    model = Rate
    form_class = RateForm

    @property
    def title(self):
        return _("Rate")

    @property
    def saved(self):
        return _("The rate is saved. Runs that are closed stay as they are.")


class EntitlementMixin(RuleFormMixin):
    model = Entitlement
    form_class = EntitlementForm

    @property
    def title(self):
        return _("Who is entitled")

    @property
    def saved(self):
        return _("The rule is saved. Runs that are closed stay as they are.")


class RuleCreate(FormView):
    """Enters a rule, by whoever keeps those of a municipality."""

    action = "set_rates"

    def dispatch(self, request, *args, **kwargs):
        places = Municipality.objects.permitted(request.user, self.action)
        if request.user.is_authenticated and not places.exists():
            raise PermissionDenied(_("Your roles do not include this step here."))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def rule(self):
        return self.model()

    def get_initial(self):
        """Whoever keeps one municipality enters rules of that one."""
        places = Municipality.objects.permitted(self.request.user, self.action)[:2]
        return {"municipality": places[0]} if len(places) == 1 else {}


class RuleUpdate(PolicyMixin, FormView):
    """Corrects a rule, or ends it."""

    action = "edit"

    @cached_property
    def rule(self):
        rule = get_object_or_404(
            self.model.objects.visible_to(self.request.user), pk=self.kwargs["pk"]
        )
        self.require(self.action, rule)
        return rule


class RateCreate(RateMixin, RuleCreate):
    """Enters a rate."""


class RateUpdate(RateMixin, RuleUpdate):
    """Corrects a rate; of one that a closed run rests on, its end and its act."""


class EntitlementCreate(EntitlementMixin, RuleCreate):
    """Enters a rule on who is entitled."""


class EntitlementUpdate(EntitlementMixin, RuleUpdate):
    """Corrects a rule on who is entitled."""


class RuleHistory(PolicyMixin, DetailView):
    """Who changed a rule, when and what."""

    action = "view"
    template_name = "history.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            versions=versions_of(self.object, self.request.user),
            breadcrumbs=breadcrumbs((str(self.object), None), (_("History"), None)),
            **kwargs,
        )


class RateHistory(RuleHistory):
    model = Rate


class EntitlementHistory(RuleHistory):
    model = Entitlement
