from allauth.account.decorators import reauthentication_required
from allauth.account.views import LogoutView
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView
from django.views.generic.detail import SingleObjectMixin

from accounts.actions import (
    change_address,
    close_account,
    confirm_role,
    correct_account,
    end_role,
    end_role_now,
    give_role,
    invite,
    make_account,
    make_token,
    refuse_role,
    reopen_account,
    revoke_token,
    take_back_invitation,
)
from accounts.forms import (
    AccountForm,
    AddressForm,
    EndGrantForm,
    NameForm,
    ReasonForm,
    RoleGrantForm,
    SendForm,
    TokenForm,
)
from accounts.models import ApiToken, RoleGrant, User
from accounts.permissions import is_administrator
from core.views import KeptTextMixin, PagesMixin, PolicyMixin


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
    """Pages of those who make accounts and give roles."""

    action = "administer"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not is_administrator(request.user):
            raise PermissionDenied(_("Only administrators open this page."))
        return super().dispatch(request, *args, **kwargs)


class UserList(AdministratorMixin, PagesMixin, ListView):
    """Every account with its roles."""

    template_name = "accounts/user_list.html"

    def get_queryset(self):
        return (
            User.objects.visible_to(self.request.user)
            .prefetch_related("grants__region", "grants__municipality", "grants__station")
            .order_by("email")
        )

    def get_context_data(self, **kwargs):
        waiting = RoleGrant.objects.permitted(self.request.user, "refuse").with_scope()
        return super().get_context_data(
            waiting=waiting.select_related("user").order_by("given_at", "pk"), **kwargs
        )


class UserCreate(AdministratorMixin, AnewMixin, KeptTextMixin, FormView):
    """Makes an account; its owner is invited by mail to set a password."""

    form_class = AccountForm
    template_name = "accounts/user_form.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=reverse("accounts:list"), **kwargs)

    def form_valid(self, form):
        user = make_account(by=self.request.user, **form.cleaned_data)
        messages.success(
            self.request,
            _("The account is made. An invitation goes to %(email)s.") % {"email": user.email},
        )
        return redirect("accounts:detail", pk=user.pk)


ACCOUNT_STEPS = (
    "add_grant",
    "correct",
    "change_address",
    "invite",
    "take_back",
    "close",
    "reopen",
    # Lives above, like the persons of the roster, and is known here by its name alone.
    "tie",
)


class UserDetail(AdministratorMixin, PolicyMixin, DetailView):
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
            grants=self.object.grants.with_scope()
            .select_related("given_by", "confirmed_by")
            .with_actions(self.request.user, "end", "confirm", "refuse")
            .order_by("-from_on", "-pk"),
            today=timezone.localdate(),
            **kwargs,
        )


class AccountChange(AdministratorMixin, AnewMixin, PolicyMixin, SingleObjectMixin, FormView):
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


class RoleConfirm(AdministratorMixin, AnewMixin, PolicyMixin, DetailView):
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


class RoleGive(AdministratorMixin, AnewMixin, KeptTextMixin, FormView):
    """Gives a user a role."""

    form_class = RoleGrantForm
    template_name = "accounts/role_form.html"

    @cached_property
    def account(self):
        return get_object_or_404(
            User.objects.permitted(self.request.user, "add_grant"), pk=self.kwargs["pk"]
        )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.account}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            account=self.account,
            cancel_url=reverse("accounts:detail", kwargs={"pk": self.account.pk}),
            **kwargs,
        )

    def form_valid(self, form):
        grant = give_role(by=self.request.user, user=self.account, **form.cleaned_data)
        if grant.is_waiting:
            messages.info(
                self.request,
                _("The role is given and holds once another administrator confirms it."),
            )
        else:
            messages.success(self.request, _("The role is given."))
        return redirect("accounts:detail", pk=self.account.pk)


class RoleEnd(AdministratorMixin, AnewMixin, PolicyMixin, FormView):
    """Ends a role."""

    form_class = EndGrantForm
    action = "end"
    template_name = "accounts/role_end.html"

    @cached_property
    def grant(self):
        return get_object_or_404(
            RoleGrant.objects.permitted(self.request.user, "end").with_scope(),
            pk=self.kwargs["pk"],
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            grant=self.grant,
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
