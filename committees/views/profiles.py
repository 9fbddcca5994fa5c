"""The pages of personal declarations. None keeps typed text, none may be kept by a browser.

A form of these pages is not kept when a session runs out (no `KeptTextMixin`): the answers must
lie nowhere but in their own table.
"""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from committees.actions import profiles
from committees.forms.profiles import DeclarationForm, OnBehalfForm
from committees.models import Membership, Person
from committees.views.under import breadcrumbs
from core.policy import may
from core.views import PolicyMixin

unseen = method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")


class OwnMixin(PolicyMixin):
    """A page of whoever sits or sat on a committee and signs in."""

    @cached_property
    def person(self):
        own = Person.objects.permitted(self.request.user, "withdraw")
        person = get_object_or_404(own)
        self.require(self.action, person)
        return person


@unseen
class Declaration(OwnMixin, FormView):
    """Shows the person what they declared, and lets them change it while they sit somewhere."""

    form_class = DeclarationForm
    action = "withdraw"
    template_name = "committees/declaration.html"

    @cached_property
    def declared(self):
        return profiles.read_profile(self.person, by=self.request.user)

    def get_initial(self):
        """What is stored is read for showing only; a form that is sent brings its own."""
        if self.request.method != "GET" or self.declared is None:
            return super().get_initial()
        return DeclarationForm.said(self.declared)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            declared=self.declared,
            retention_days=settings.PROFILE_RETENTION_DAYS,
            may_declare=may(self.request.user, "declare", self.person),
            cancel_url=reverse("portal:me"),
            **kwargs,
        )

    def form_valid(self, form):
        self.require("declare", self.person)
        profiles.declare(self.person, answers=form.answers(), by=self.request.user)
        messages.success(self.request, _("Your declaration is kept."))
        return redirect("committees:declaration")


@unseen
class DeclarationWithdraw(OwnMixin, FormView):
    """Takes the consent back: the answers are erased at once."""

    form_class = Form
    action = "withdraw"
    template_name = "committees/declaration_withdraw.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            person=self.person, cancel_url=reverse("committees:declaration"), **kwargs
        )

    def form_valid(self, form):
        if profiles.withdraw(self.person, by=self.request.user):
            messages.success(self.request, _("Your declaration is erased."))
        else:
            messages.info(self.request, _("There was no declaration of yours."))
        return redirect("portal:me")


class OnBehalfMixin(PolicyMixin):
    """A page of the secretary about a member who signed a paper."""

    action = "record_profile"

    @cached_property
    def object(self):
        membership = get_object_or_404(
            Membership.objects.visible_to(self.request.user).select_related(
                "person", "seat__committee__municipality"
            ),
            pk=self.kwargs["pk"],
            seat__committee__slug=self.kwargs["committee"],
        )
        self.require(self.action, membership)
        return membership

    def get_context_data(self, **kwargs):
        committee = self.object.seat.committee
        return super().get_context_data(
            membership=self.object,
            cancel_url=committee.get_absolute_url(),
            breadcrumbs=breadcrumbs(committee, (_("Declaration on paper"), None)),
            **kwargs,
        )


@unseen
class DeclarationOnBehalf(OnBehalfMixin, FormView):
    """Records what a member declared on a signed paper; afterwards only the member reads it."""

    form_class = OnBehalfForm
    template_name = "committees/declaration_on_behalf.html"

    def form_valid(self, form):
        try:
            profiles.record_on_behalf(
                self.object,
                answers=form.answers(),
                consent_given_on=form.cleaned_data["consent_given_on"],
                consent_paper=form.cleaned_data["consent_paper"],
                by=self.request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(
            self.request, _("The declaration is recorded. You do not see it any more.")
        )
        return redirect(self.object.seat.committee)


@unseen
class DeclarationWithdrawOnBehalf(OnBehalfMixin, FormView):
    """Erases what was recorded from a paper when the member takes the consent back on paper."""

    form_class = Form
    template_name = "committees/declaration_withdraw.html"

    def form_valid(self, form):
        if profiles.withdraw_on_behalf(self.object, by=self.request.user):
            messages.success(self.request, _("The declaration is erased."))
        else:
            messages.info(
                self.request, _("No declaration of this person was recorded from a paper.")
            )
        return redirect(self.object.seat.committee)
