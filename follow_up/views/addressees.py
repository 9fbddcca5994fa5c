"""Addressees that name no institution, for administrators to say whom they mean."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from accounts.permissions import is_administrator
from core.views import KeptTextMixin
from follow_up.forms import AssignForm
from follow_up.views.trail import breadcrumbs
from meetings.addressees import assign, suggestions


class Addressees(KeptTextMixin, FormView):
    """Each text with its number of actions; assigned once, all actions so addressed follow."""

    action = "assign"
    form_class = AssignForm
    template_name = "follow_up/addressees.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not is_administrator(request.user):
            raise PermissionDenied(_("Your roles do not include this step here."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        form = kwargs.get("form") or self.get_form()
        rows = suggestions()
        for number, row in enumerate(rows):
            is_sent = form.is_bound and form.data.get("text") == row["text"]
            row["form"] = (
                form
                if is_sent
                else AssignForm(initial={"text": row["text"]}, auto_id=f"id_{number}_%s")
            )
        return super().get_context_data(
            **kwargs
            | {
                "rows": rows,
                "form": form,
                "breadcrumbs": breadcrumbs((_("Addressees not recognised"), None)),
            }
        )

    def form_valid(self, form):
        institution = form.cleaned_data["institution"]
        number = assign(form.cleaned_data["text"], institution, by=self.request.user)
        messages.success(
            self.request,
            ngettext(
                "%(number)s action follows: %(institution)s.",
                "%(number)s actions follow: %(institution)s.",
                number,
            )
            % {"number": number, "institution": institution.name},
        )
        return redirect(reverse("follow_up:addressees"))
