from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.permissions import is_administrator
from core.views import KeptTextMixin
from publisher.actions import open_portal, save_publisher
from publisher.forms import PublisherForm
from publisher.models import Publisher


class PublisherMixin(KeptTextMixin):
    """A page of the administrators about the institution that runs the portal."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not is_administrator(request.user):
            raise PermissionDenied(_("Only administrators open this page."))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def publisher(self):
        return Publisher.current()

    def get_context_data(self, **kwargs):
        back = reverse("portal:first-steps")
        return super().get_context_data(
            publisher=self.publisher,
            cancel_url=back,
            breadcrumbs=[(_("First steps"), back), (self.title(), None)],
            page_title=self.title(),
            **kwargs,
        )

    def get_success_url(self):
        return reverse("portal:first-steps")


class PublisherUpdate(PublisherMixin, FormView):
    """Says who runs the portal."""

    action = "edit"
    form_class = PublisherForm
    template_name = "publisher/publisher_form.html"

    def title(self):
        return _("Who runs the portal")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.publisher}

    def form_valid(self, form):
        save_publisher(form.save(commit=False), by=self.request.user)
        messages.success(self.request, _("Saved. The public pages name the institution now."))
        return super().form_valid(form)


class PortalOpen(PublisherMixin, FormView):
    """Opens the portal to the public, once it says who runs it."""

    action = "open"
    form_class = Form
    template_name = "publisher/open_form.html"

    def title(self):
        return _("Open the portal to the public")

    def dispatch(self, request, *args, **kwargs):
        if is_administrator(request.user) and (self.publisher.opened_at or not self.publisher.name):
            return redirect("portal:first-steps")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        open_portal(self.publisher, by=self.request.user)
        messages.success(self.request, _("The portal is open to the public."))
        return super().form_valid(form)
