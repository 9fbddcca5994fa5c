"""The activities of a plan: what they say while it is a draft, what came of them at any time."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from audit.actions import append_event
from core.views import KeptTextMixin, PolicyMixin, file_response, versions_of
from core.workflow import TransitionRefused
from meetings.actions import EditConflict
from meetings.models import Activity, ActivityDocument
from plans import actions
from plans.forms import ActivityForm, ProgressForm
from plans.views.under import UnderActivityMixin, UnderPlanMixin

MOST_SUGGESTED = 40


class ActivityDetail(UnderActivityMixin, TemplateView):
    """What an activity says, what came of it and what shows it."""

    action = "view"
    template_name = "plans/activity_detail.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        seen = Activity.objects.as_seen_on(timezone.localdate()).get(pk=self.activity.pk)
        return super().get_context_data(
            **kwargs,
            serves=seen.serves,
            is_late=seen.is_late,
            communities=self.activity.communities.order_by("position"),
            documents=self.activity.documents.visible_to(user).order_by("pk"),
        )


class ActivityFormMixin(KeptTextMixin):
    """A form on an activity that may meet somebody who was faster."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.activity}

    def form_valid(self, form):
        try:
            activity = self.write(form)
        except EditConflict as conflict:
            form.data = form.data.copy()
            form.data["version"] = conflict.current.version
            form.add_error(
                None,
                _(
                    "Somebody else saved this activity while you were writing. Its page shows "
                    "theirs; saving again keeps yours."
                ),
            )
            return self.form_invalid(form)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        messages.success(self.request, _("The activity is saved."))
        return redirect(self.after(activity))


class ActivityCreate(ActivityFormMixin, UnderPlanMixin, FormView):
    """Adds an activity to a draft."""

    form_class = ActivityForm
    action = "edit"
    template_name = "plans/activity_form.html"

    @property
    def heading(self):
        return _("Add an activity")

    @cached_property
    def activity(self):
        return Activity(plan=self.plan)

    def get_context_data(self, **kwargs):
        used = Activity.objects.filter(plan__committee=self.plan.committee).exclude(responsible="")
        names = used.order_by("responsible").values_list("responsible", flat=True).distinct()
        return super().get_context_data(responsible_known=names[:MOST_SUGGESTED], **kwargs)

    def write(self, form):
        communities = form.cleaned_data["communities"]
        return actions.save_activity(form.activity(), communities=communities, by=self.request.user)

    def after(self, activity):
        """Back to the plan, at the quarter of the activity."""
        return f"{self.plan.get_absolute_url()}#quarter-{activity.quarter}"


class ActivityUpdate(UnderActivityMixin, ActivityCreate):
    """Changes what an activity of a draft says."""

    @property
    def heading(self):
        return _("Change the activity")


class ActivityRemove(UnderActivityMixin, TemplateView):
    """Takes an activity out of a draft."""

    action = "edit"
    template_name = "plans/activity_remove.html"

    @property
    def heading(self):
        return _("Remove the activity")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            is_reported_on=actions.is_reported_on(self.activity), **kwargs
        )

    def post(self, request, **_kwargs):
        try:
            actions.remove_activity(self.activity, by=request.user)
        except TransitionRefused as refusal:
            messages.error(request, refusal.reason)
            return redirect(self.activity)
        messages.success(request, _("The activity is no longer in the plan."))
        return redirect(self.plan)


class ActivityProgress(ActivityFormMixin, UnderActivityMixin, FormView):
    """Records what came of an activity, with its evidence."""

    form_class = ProgressForm
    action = "record_progress"
    template_name = "plans/activity_progress.html"

    @property
    def heading(self):
        return _("Record what came of it")

    def write(self, form):
        return actions.record_progress(
            form.activity(),
            upload=form.cleaned_data["document"],
            kind=form.cleaned_data["document_kind"],
            by=self.request.user,
        )

    def after(self, activity):
        return activity.get_absolute_url()


class ActivityHistory(UnderActivityMixin, TemplateView):
    """Who changed an activity, when and what."""

    action = "view_history"
    template_name = "history.html"

    @property
    def heading(self):
        return _("History")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            object=self.activity, versions=versions_of(self.activity, self.request.user), **kwargs
        )


class EvidenceDownload(PolicyMixin, SingleObjectMixin, View):
    """Hands out the evidence of an activity."""

    model = ActivityDocument
    action = "view"

    def get(self, request, **_kwargs):
        document = self.get_object()
        append_event("document.read", by=request.user, subject=document)
        return file_response(document)
