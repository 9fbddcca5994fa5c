from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView
from django.views.generic.detail import SingleObjectMixin

from accounts.views import AdministratorMixin
from core.views import PagesMixin, PolicyMixin
from notices.actions import try_again
from notices.choices import MailState
from notices.models import Mail


class MailList(AdministratorMixin, PagesMixin, ListView):
    """The outbox: what waits, what is held up and why, what left. Never the text of a mail."""

    template_name = "notices/mail_list.html"

    def get_queryset(self):
        user = self.request.user
        mails = Mail.objects.visible_to(user).with_state().with_actions(user, "try_again")
        mails = mails.select_related("to")
        self.state = self.request.GET.get("state")
        if self.state in MailState.values:
            mails = mails.filter(state=self.state)
        return mails.order_by("-written_at", "-pk")

    def get_context_data(self, **kwargs):
        tabs = [("", _("all")), *MailState.choices]
        return super().get_context_data(
            tabs=[
                {"url": f"?state={state}", "label": label, "active": state == (self.state or "")}
                for state, label in tabs
            ],
            **kwargs,
        )


class MailTryAgain(PolicyMixin, SingleObjectMixin, View):
    """Puts a mail that was given up back into the outbox."""

    model = Mail
    action = "try_again"
    http_method_names = ["post"]

    def post(self, request, **_kwargs):
        try_again(self.get_object(), by=request.user)
        messages.success(request, _("The mail is tried again."))
        return redirect("notices:list")
