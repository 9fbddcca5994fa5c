"""Mixins of the class-based views: the policy, the steps of a workflow, pages of a list."""

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.policy import may, policy_of
from core.workflow import TransitionRefused


class PolicyMixin:
    """Takes the object of a page from the rows the user sees, then checks the view's `action`.

    A row that the user does not see is 404: nobody learns that it exists. A row that the user
    sees but may not act upon is 403.
    """

    action = None

    @classmethod
    def as_view(cls, **initkwargs):
        if not initkwargs.get("action", cls.action):
            raise ImproperlyConfigured(
                f"{cls.__name__} names no action. Set `action` to a row of its model's policy."
            )
        return super().as_view(**initkwargs)

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)

    def get_object(self, queryset=None):
        obj = super().get_object(queryset)
        self.require(self.action, obj)
        return obj

    def require(self, action, obj):
        """Raise `PermissionDenied` with the reason unless the policy grants the action."""
        if action not in policy_of(type(obj)):
            raise ImproperlyConfigured(f"{type(obj).__name__} has no action {action!r}.")
        if not may(self.request.user, action, obj):
            raise PermissionDenied(_("Your roles do not include this step here."))


class TransitionMixin(PolicyMixin, SingleObjectMixin, FormView):
    """One page for every step of a workflow: says what happens, asks the reason, takes the step."""

    workflow = None
    action = "view"
    template_name = "transition_form.html"

    @cached_property
    def object(self):
        return self.get_object()

    @cached_property
    def step(self):
        try:
            return self.workflow.get(self.kwargs["step"])
        except KeyError:
            raise Http404 from None

    def get_form_class(self):
        self.require(self.step.action, self.object)
        return self.step.form

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            step=self.step, cancel_url=self.object.get_absolute_url(), **kwargs
        )

    def form_valid(self, form):
        try:
            self.workflow.perform(
                self.object,
                self.step.name,
                by=self.request.user,
                **form.cleaned_data,
            )
        except TransitionRefused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        messages.success(self.request, self.step.done)
        return super().form_valid(form)

    def get_success_url(self):
        return self.object.get_absolute_url()


class PagesMixin:
    """Pages of fifty; a page number that does not exist shows the nearest that does."""

    paginate_by = 50

    def paginate_queryset(self, queryset, page_size):
        paginator = Paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()
