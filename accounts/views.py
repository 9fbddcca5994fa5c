from allauth.account.decorators import reauthentication_required
from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from accounts.actions import (
    change_address,
    close_account,
    confirm_role,
    confirm_roles,
    correct_account,
    end_role,
    end_role_now,
    end_sessions,
    give_role,
    invite,
    invite_to_post,
    make_account,
    make_token,
    refuse_role,
    reopen_account,
    reset_factor,
    revoke_token,
    take_back_invitation,
)
from accounts.choices import Change
from accounts.forms import (
    AddressForm,
    EndGrantForm,
    NameForm,
    NewAccountForm,
    ReasonForm,
    RoleGrantForm,
    SendForm,
    TokenForm,
    WaitingRolesForm,
)
from accounts.models import ApiToken, RoleGrant, User
from accounts.permissions import cares_for_accounts, is_administrator, roles_to_give
from audit.models import AuditEvent
from core.views import KeptTextMixin, PolicyMixin


class SignOut(LogoutView):
    """Signs out, and leaves nothing of what was read or typed in the browser."""

    def post(self, *args, **kwargs):
        response = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class AnewMixin:
    """A page that asks for the password or the second factor anew, unless that was just done."""

    @method_decorator(reauthentication_required)
    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)


class TokenCreate(AnewMixin, FormView):
    """Makes a key and shows it, this once."""

    form_class = TokenForm
    template_name = "accounts/token_form.html"
    action = "own"

    def form_valid(self, form):
        _token, key = make_token(user=self.request.user, **form.cleaned_data)
        return self.render_to_response(self.get_context_data(form=TokenForm(), key=key))

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=reverse("portal:me"), **kwargs)


class TokenRevoke(AnewMixin, PolicyMixin, DetailView):
    """Revokes a key."""

    model = ApiToken
    action = "revoke"
    template_name = "accounts/token_revoke.html"

    def post(self, request, **_kwargs):
        revoke_token(self.get_object(), by=request.user)
        messages.success(request, _("The key no longer opens anything."))
        return redirect("portal:me")


class AdministratorMixin:
    """Pages of administrators."""

    action = "administer"
    only = gettext_lazy("Only administrators open this page.")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.is_open_to(request.user):
            raise PermissionDenied(self.only)
        return super().dispatch(request, *args, **kwargs)

    def is_open_to(self, user):
        return is_administrator(user)


class CareMixin(AdministratorMixin):
    """Pages of those who care for the accounts of others; the policy says for whose."""

    action = "care"
    only = gettext_lazy("Only those who manage accounts open this page.")

    def is_open_to(self, user):
        return cares_for_accounts(user)


class GiverMixin(CareMixin):
    """Pages of those who give roles: administrators all, headquarters those of the field."""

    action = "give"

    def is_open_to(self, user):
        return bool(roles_to_give(user))

    def tell(self, grant):
        """Say whether the role that was given holds already."""
        if grant.is_waiting:
            messages.info(
                self.request,
                _("The role is given and holds once another administrator confirms it."),
            )
        else:
            messages.success(self.request, _("The role is given."))


class UserCreate(GiverMixin, AnewMixin, KeptTextMixin, FormView):
    """Makes an account, with a role; its owner is invited by mail to set a password."""

    form_class = NewAccountForm
    template_name = "accounts/user_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=reverse("committees:accounts"), **kwargs)

    def form_valid(self, form):
        by = self.request.user
        try:
            if form.role:
                grant = invite_to_post(by=by, **form.account, **form.role)
                user = grant.user
            else:
                grant, user = None, make_account(by=by, **form.account)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if user.has_entered:
            said = _("%(name)s has an account already; the role is given with it.")
            messages.success(self.request, said % {"name": user})
        elif user.is_invited:
            said = _("The account is made. An invitation goes to %(email)s.")
            messages.success(self.request, said % {"email": user.email})
        if grant:
            self.tell(grant)
        return redirect("accounts:detail", pk=user.pk)


ACCOUNT_STEPS = (
    "add_grant",
    "correct",
    "change_address",
    "invite",
    "take_back",
    "end_sessions",
    "reset_factor",
    "close",
    "reopen",
    # Lives above, like the persons of the roster, and is known here by its name alone.
    "tie",
)


class UserDetail(CareMixin, PolicyMixin, DetailView):
    """An account and all its roles, past ones included."""

    model = User
    action = "view"
    context_object_name = "account"
    template_name = "accounts/user_detail.html"

    def get_queryset(self):
        seen = super().get_queryset().with_actions(self.request.user, *ACCOUNT_STEPS)
        return seen.select_related("person")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            grants=self.object.grants.visible_to(self.request.user)
            .with_scope()
            .select_related("user", "given_by", "confirmed_by")
            .with_actions(self.request.user, "end", "confirm", "refuse")
            .order_by("-from_on", "-pk"),
            closing=None if self.object.is_active else self.last_closing(),
            may_offer=any(getattr(self.object, f"can_{step}") for step in ACCOUNT_STEPS[1:]),
            **kwargs,
        )

    def last_closing(self):
        """The event that says why the account was closed, if the reader may see it."""
        events = AuditEvent.objects.visible_to(self.request.user).filter(
            subject_type=User._meta.label, subject_key=str(self.object.pk), action=Change.CLOSED
        )
        return events.order_by("-pk").first()


class AccountChange(CareMixin, AnewMixin, PolicyMixin, SingleObjectMixin, FormView):
    """A change to an account that is there; the policy says by whom."""

    model = User
    action = "view"
    # Not `user`, which is whoever reads the page.
    context_object_name = "account"
    template_name = "accounts/account_change.html"
    heading = explanation = done = submit_label = ""

    @cached_property
    def object(self):
        return self.get_object()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            heading=self.heading,
            submit_label=self.submit_label,
            explanation=self.explanation,
            cancel_url=reverse("accounts:detail", kwargs={"pk": self.object.pk}),
            **kwargs,
        )

    def form_valid(self, form):
        self.change(by=self.request.user, **form.cleaned_data)
        messages.success(self.request, self.done)
        return redirect("accounts:detail", pk=self.object.pk)


class AddressChange(AccountChange):
    """Gives an account another e-mail address."""

    form_class = AddressForm
    action = "change_address"
    heading = gettext_lazy("Another e-mail address")
    explanation = gettext_lazy(
        "The owner signs in with it from now on, and new passwords are set by links sent to it. "
        "Both addresses are told."
    )
    done = gettext_lazy("The account has another address.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.get_object()}

    def change(self, **fields):
        change_address(self.object, **fields)


class AccountCorrect(AccountChange):
    """Writes the name of an owner anew."""

    form_class = NameForm
    action = "correct"
    heading = gettext_lazy("Correct the name")
    explanation = gettext_lazy(
        "Decisions and papers that are already signed keep the name that they were signed with. "
        "The owner is told."
    )
    done = gettext_lazy("The name is corrected.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.get_object()}

    def change(self, **fields):
        correct_account(self.object, **fields)


class InvitationSend(AccountChange):
    """Sends the owner of an account the link to a password once more."""

    form_class = SendForm
    action = "invite"
    heading = submit_label = gettext_lazy("Send the invitation again")
    explanation = gettext_lazy(
        "The owner gets a mail with a link to set a password. Links sent before no longer work."
    )
    done = gettext_lazy("The invitation goes out.")

    def change(self, **fields):
        invite(self.object, **fields)


class InvitationTakeBack(AccountChange):
    """Lets the link of an invitation work no more."""

    form_class = SendForm
    action = "take_back"
    heading = submit_label = gettext_lazy("Take back the invitation")
    explanation = gettext_lazy(
        "The link in the mail no longer works. You can send another invitation later."
    )
    done = gettext_lazy("The invitation is taken back.")

    def change(self, **fields):
        take_back_invitation(self.object, **fields)


class OwnSessionsEnd(AnewMixin, FormView):
    """Ends all sessions of one's own account but the one in which that is asked for."""

    form_class = SendForm
    template_name = "accounts/sessions_end.html"
    action = "own"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_label=_("End all other sessions"), cancel_url=reverse("portal:me"), **kwargs
        )

    def form_valid(self, form):
        end_sessions(self.request.user, by=self.request.user)
        update_session_auth_hash(self.request, self.request.user)
        messages.success(self.request, _("All other sessions are ended."))
        return redirect("portal:me")


class SessionsEnd(AccountChange):
    """Ends all sessions of an account."""

    form_class = SendForm
    action = "end_sessions"
    heading = submit_label = gettext_lazy("End all sessions")
    explanation = gettext_lazy(
        "Wherever somebody is signed in to the account, they have to sign in anew. Keys and the "
        "calendar address stay. The owner is told."
    )
    done = gettext_lazy("All sessions are ended.")

    def change(self, **fields):
        end_sessions(self.object, **fields)


class FactorReset(AccountChange):
    """Takes away the second factor of somebody who lost it."""

    form_class = ReasonForm
    action = "reset_factor"
    heading = submit_label = gettext_lazy("Take away the second factor")
    explanation = gettext_lazy(
        "For somebody who lost the telephone and has no recovery codes: make sure that it is the "
        "owner who asks, for example by calling them back. The owner signs in with the password "
        "alone until they set up a second factor anew. All sessions end, and the owner is told."
    )
    done = gettext_lazy("The second factor is taken away.")

    def change(self, **fields):
        reset_factor(self.object, **fields)


class AccountClose(AccountChange):
    """Closes an account."""

    form_class = ReasonForm
    action = "close"
    heading = submit_label = gettext_lazy("Close the account")
    explanation = gettext_lazy(
        "Nobody can sign in to it any more; its sessions, keys and calendar address end at once. "
        "What was done with it stays on record."
    )
    done = gettext_lazy("The account is closed.")

    def change(self, **fields):
        close_account(self.object, **fields)


class AccountReopen(AccountChange):
    """Opens a closed account again."""

    form_class = ReasonForm
    action = "reopen"
    heading = submit_label = gettext_lazy("Open the account again")
    explanation = gettext_lazy("Its owner can sign in as before. Keys have to be made anew.")
    done = gettext_lazy("The account is open again.")

    def change(self, **fields):
        reopen_account(self.object, **fields)


class RoleConfirm(GiverMixin, AnewMixin, PolicyMixin, DetailView):
    """Lets a second administrator confirm a role, or any of them refuse it."""

    model = RoleGrant
    action = "view"
    context_object_name = "grant"
    template_name = "accounts/role_confirm.html"

    def get_queryset(self):
        rows = RoleGrant.objects.permitted(self.request.user, "refuse").with_scope()
        return rows.select_related("user", "given_by").with_actions(self.request.user, "confirm")

    def post(self, request, **_kwargs):
        grant = self.get_object()
        if "refuse" in request.POST:
            refuse_role(grant, by=request.user)
            messages.success(request, _("The role is refused."))
        else:
            confirm_role(grant, by=request.user)
            messages.success(request, _("The role is confirmed."))
        return redirect("accounts:detail", pk=grant.user_id)


class RolesConfirm(AdministratorMixin, AnewMixin, FormView):
    """Confirms several roles that another administrator or headquarters gave."""

    form_class = WaitingRolesForm
    template_name = "accounts/roles_confirm.html"
    success_url = reverse_lazy("committees:accounts")

    def get_form_kwargs(self):
        waiting = RoleGrant.objects.permitted(self.request.user, "confirm").with_scope()
        rows = waiting.select_related("user", "given_by").order_by("given_at", "pk")
        return super().get_form_kwargs() | {"grants": rows}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_label=_("Confirm the chosen roles"), cancel_url=self.success_url, **kwargs
        )

    def form_valid(self, form):
        grants = form.cleaned_data["grants"]
        confirm_roles(grants, by=self.request.user)
        said = ngettext(
            "%(count)s role is confirmed.", "%(count)s roles are confirmed.", len(grants)
        )
        messages.success(self.request, said % {"count": len(grants)})
        return super().form_valid(form)


class RoleGive(GiverMixin, AnewMixin, KeptTextMixin, FormView):
    """Gives a user a role."""

    form_class = RoleGrantForm
    template_name = "accounts/role_form.html"

    @cached_property
    def account(self):
        return get_object_or_404(
            User.objects.permitted(self.request.user, "add_grant"), pk=self.kwargs["pk"]
        )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.account, "by": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            account=self.account,
            cancel_url=reverse("accounts:detail", kwargs={"pk": self.account.pk}),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            grant = give_role(by=self.request.user, user=self.account, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        self.tell(grant)
        return redirect("accounts:detail", pk=self.account.pk)


class RoleEnd(GiverMixin, AnewMixin, PolicyMixin, FormView):
    """Ends a role, or corrects the day with which it ends."""

    form_class = EndGrantForm
    action = "end"
    template_name = "accounts/role_end.html"

    @cached_property
    def grant(self):
        return get_object_or_404(
            RoleGrant.objects.permitted(self.request.user, "end").with_scope(),
            pk=self.kwargs["pk"],
        )

    def get_initial(self):
        return {"until_on": self.grant.until_on or timezone.localdate()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            grant=self.grant,
            has_begun=self.grant.from_on <= timezone.localdate(),
            cancel_url=reverse("accounts:detail", kwargs={"pk": self.grant.user_id}),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            if form.cleaned_data["at_once"]:
                end_role_now(self.grant, by=self.request.user)
            else:
                end_role(self.grant, until_on=form.cleaned_data["until_on"], by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The role has an end."))
        return redirect("accounts:detail", pk=self.grant.user_id)
