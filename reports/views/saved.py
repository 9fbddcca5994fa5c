"""Keeping a view of the figures under a name, giving it another, and ending it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from core.views import KeptTextMixin, PolicyMixin
from reports.actions import end_view, keep_view, rename_view
from reports.forms import RenameForm, SavedViewForm, page_of
from reports.models import SavedView
from reports.permissions import roles_to_share_with


class SavedViewCreate(KeptTextMixin, FormView):
    """Keeps the page that `address` names: everybody with an account does so for themselves."""

    action = "own"
    form_class = SavedViewForm
    template_name = "reports/savedview_form.html"

    def get(self, request, *args, **kwargs):
        if page_of(request.GET.get("address", "")) is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        return {"address": self.request.GET.get("address", "")}

    def get_context_data(self, **kwargs):
        """Whoever gives it up goes back to the page; an address that leads elsewhere leads home."""
        address = self.request.GET.get("address", "")
        home = reverse("reports:dashboard")
        return super().get_context_data(cancel_url=address if page_of(address) else home, **kwargs)

    def get_form_kwargs(self):
        user = self.request.user
        return super().get_form_kwargs() | {"user": user, "roles": roles_to_share_with(user)}

    def form_valid(self, form):
        data = form.cleaned_data
        page, query = data["address"]
        view = keep_view(
            name=data["name"],
            page=page,
            query=query,
            role=data.get("role", ""),
            by=self.request.user,
        )
        messages.success(self.request, _("The view is kept."))
        return redirect(view)


class SavedViewRename(KeptTextMixin, PolicyMixin, SingleObjectMixin, FormView):
    """Gives a view another name; where it leads stays."""

    model = SavedView
    action = "rename"
    form_class = RenameForm
    template_name = "reports/savedview_rename.html"

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"name": self.object.name}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"view": self.object}

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=self.object.get_absolute_url(), **kwargs)

    def form_valid(self, form):
        rename_view(self.object, form.cleaned_data["name"], by=self.request.user)
        messages.success(self.request, _("The view has another name."))
        return redirect(self.object)


class SavedViewEnd(PolicyMixin, DetailView):
    """Ends a view, which then stands in no list; the page that it led to is still there."""

    model = SavedView
    action = "end"
    template_name = "reports/savedview_end.html"

    def post(self, request, **_kwargs):
        view = self.get_object()
        end_view(view, by=request.user)
        messages.success(request, _("The view is no longer kept."))
        return redirect(view)
