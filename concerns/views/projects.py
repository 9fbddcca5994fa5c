"""Small projects of a committee: their list, and the page and steps of one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView

from committees.views.under import (
    CommitteePageMixin,
    CommitteeStepMixin,
    breadcrumbs,
)
from concerns.actions import save_project
from concerns.forms.project import ProjectForm
from concerns.models import Project
from concerns.workflow import PROJECT
from core.policy import may
from core.views import (
    KeptTextMixin,
    PagesMixin,
    PolicyMixin,
    TransitionMixin,
    buttons_of,
    versions_of,
)


def trail(committee, *further):
    """The committee, its projects, and what stands below."""
    address = reverse("concerns:projects", args=[committee.slug])
    return breadcrumbs(committee, (_("Projects"), address), *further)


class ProjectList(CommitteePageMixin, PagesMixin, ListView):
    """The projects of a committee, for readers of its records."""

    action = "view_records"
    tab = "concerns"
    template_name = "concerns/project_list.html"

    def get_queryset(self):
        visible = Project.objects.visible_to(self.request.user).select_related("committee")
        return visible.filter(committee=self.committee).order_by("-pk")

    def get_context_data(self, **kwargs):
        may_add = may(self.request.user, "add_project", self.committee)
        return super().get_context_data(may_add=may_add, **kwargs)


class ProjectPageMixin(PolicyMixin):
    """A page on a project of the committee in the address."""

    model = Project

    def get_queryset(self):
        rows = super().get_queryset().select_related("committee__municipality", "concern")
        return rows.filter(committee__slug=self.kwargs["committee"])


class ProjectDetail(ProjectPageMixin, DetailView):
    action = "view"
    template_name = "concerns/project_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_actions(self.request.user)

    def get_context_data(self, **kwargs):
        project = self.object
        at = [project.committee.slug, project.pk]
        return super().get_context_data(
            project=project,
            buttons=buttons_of(
                PROJECT.offers(project, self.request.user), "concerns:project-step", *at
            ),
            breadcrumbs=trail(project.committee, (project.title, None)),
            **kwargs,
        )


class ProjectHistory(ProjectPageMixin, DetailView):
    """Who changed what of a project, when and why."""

    action = "view_history"
    template_name = "history.html"

    def get_context_data(self, **kwargs):
        project = self.object
        return super().get_context_data(
            versions=versions_of(project, self.request.user),
            breadcrumbs=trail(
                project.committee,
                (project.title, project.get_absolute_url()),
                (_("History"), None),
            ),
            **kwargs,
        )


class ProjectStep(ProjectPageMixin, TransitionMixin):
    """One step of a project."""

    workflow = PROJECT

    def get_form_kwargs(self):
        asked = {} if self.step.name == "propose-again" else {"project": self.object}
        return super().get_form_kwargs() | asked

    def get_context_data(self, **kwargs):
        project = self.object
        return super().get_context_data(
            submit_label=self.step.label,
            breadcrumbs=trail(
                project.committee,
                (project.title, project.get_absolute_url()),
                (self.step.label, None),
            ),
            **kwargs,
        )


class ProjectFormMixin(KeptTextMixin):
    """Writes a project."""

    form_class = ProjectForm
    template_name = "concerns/project_form.html"

    def get_form_kwargs(self):
        asked = {"instance": self.project, "user": self.request.user}
        return super().get_form_kwargs() | asked

    def form_valid(self, form):
        project = form.save(commit=False)
        save_project(project, by=self.request.user)
        messages.success(self.request, _("The project is saved."))
        return redirect(project)


class ProjectCreate(ProjectFormMixin, CommitteeStepMixin, FormView):
    action = "add_project"

    @cached_property
    def project(self):
        return Project(committee=self.committee)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            heading=_("New project"),
            cancel_url=reverse("concerns:projects", args=[self.committee.slug]),
            breadcrumbs=trail(self.committee, (_("New project"), None)),
            **kwargs,
        )


class ProjectUpdate(ProjectFormMixin, PolicyMixin, FormView):
    action = "edit"

    @cached_property
    def project(self):
        project = get_object_or_404(
            Project.objects.visible_to(self.request.user).select_related(
                "committee__municipality", "concern"
            ),
            pk=self.kwargs["pk"],
            committee__slug=self.kwargs["committee"],
        )
        self.require(self.action, project)
        return project

    def get_context_data(self, **kwargs):
        project = self.project
        return super().get_context_data(
            heading=_("Correct the project"),
            cancel_url=project.get_absolute_url(),
            breadcrumbs=trail(
                project.committee,
                (project.title, project.get_absolute_url()),
                (_("Correct the project"), None),
            ),
            **kwargs,
        )
