from django.utils.translation import gettext as _
from django.views.generic import ListView

from accounts.views import AdministratorMixin
from core.views import PagesMixin
from notices.choices import MailState
from notices.models import Mail


class MailList(AdministratorMixin, PagesMixin, ListView):
    """The outbox: what waits, what is held up and why, what left. Never the text of a mail."""

    template_name = "notices/mail_list.html"

    def get_queryset(self):
        mails = Mail.objects.visible_to(self.request.user).with_state().select_related("to")
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
