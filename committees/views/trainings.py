"""Trainings: the list and its files, one training, and who enters them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from audit.actions import append_event
from committees.actions import save_training
from committees.choices import ParticipationStatus
from committees.exporting import TrainingResource
from committees.filters import TrainingFilter
from committees.forms.trainings import TrainingForm
from committees.models import Committee, Course, Training
from committees.views.under import CommitteeStepMixin
from committees.views.under import breadcrumbs as under_committee
from committees.workflow import CERTIFICATION
from core.views import KeptTextMixin, PagesMixin, PolicyMixin, export_response


def breadcrumbs(*further):
    return [(_("Trainings"), reverse("committees:trainings")), *further]


def found_trainings(request):
    """Return the filter of the address over the trainings that the user sees, newest first."""
    visible = Training.objects.visible_to(request.user).with_course().with_counts().newest_first()
    return TrainingFilter(request.GET, queryset=visible, request=request)


class TrainingList(PagesMixin, ListView):
    template_name = "committees/training_list.html"
    action = "view"

    def get_queryset(self):
        self.filterset = found_trainings(self.request)
        return self.filterset.qs

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            filter=self.filterset,
            chips=self.chips(self.filterset),
            clear_url=reverse("committees:trainings"),
            may_enter=Course.objects.permitted(self.request.user, "hold").exists(),
            **kwargs,
        )


class TrainingExport(View):
    """The filtered trainings as CSV, XLSX or JSON: counts and no names."""

    action = "view"

    def get(self, request, extension):
        rows = found_trainings(request).qs
        response = export_response(TrainingResource(), rows, "forumi-trainings", extension)
        append_event(
            "export.trainings", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response


class TrainingDetail(PolicyMixin, DetailView):
    """One training: by name for those who know the members, in counts for the others."""

    model = Training
    action = "view"
    template_name = "committees/training_detail.html"

    def get_queryset(self):
        rows = super().get_queryset().with_course().with_counts()
        return rows.with_actions(self.request.user)

    def get_context_data(self, **kwargs):
        user = self.request.user
        named = list(self.named(user))
        for row in named:
            row.steps = [step for step in CERTIFICATION.transitions if row.status in step.sources]
        return super().get_context_data(
            named=named,
            counts=self.counts(),
            kept=Committee.objects.permitted(user, "record_training")
            .with_place()
            .order_by("kind", "name_sq", "pk"),
            names_trainers=bool(named) or self.object.can_edit,
            may_certify=any(
                row.can_change_status and row.status == ParticipationStatus.ATTENDED
                for row in named
            ),
            breadcrumbs=breadcrumbs((self.object.course.name, None)),
            **kwargs,
        )

    def named(self, user):
        return (
            self.object.participations.visible_to(user)
            .with_actions(user, "change_status")
            .select_related("person", "committee__municipality", "training__course")
            .in_order()
        )

    def counts(self):
        """How many of each committee took part and are certified: for those who read no names."""
        rows = list(
            self.object.participations.counting()
            .order_by("committee__name_sq", "committee")
            .values("committee")
            .annotate(
                took_part=Count("pk"),
                certified=Count("pk", filter=Q(status=ParticipationStatus.CERTIFIED)),
            )
        )
        committees = Committee.objects.with_place().in_bulk([row["committee"] for row in rows])
        return [row | {"committee": committees[row["committee"]]} for row in rows]


class TrainingFormMixin(KeptTextMixin):
    """What entering and correcting share."""

    model = Training
    form_class = TrainingForm
    template_name = "committees/training_form.html"

    def form_valid(self, form):
        training = save_training(form.save(commit=False), by=self.request.user)
        messages.success(self.request, _("The training is on record."))
        return redirect(training)


class TrainingCreate(TrainingFormMixin, CreateView):
    """Enters a training of no committee in particular."""

    action = "hold"

    def dispatch(self, request, *args, **kwargs):
        holding = Course.objects.permitted(request.user, "hold")
        if request.user.is_authenticated and not holding.exists():
            raise PermissionDenied(_("Your roles do not include this step here."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cancel_url=reverse("committees:trainings"),
            breadcrumbs=breadcrumbs((_("New training"), None)),
            **kwargs,
        )


class CommitteeTrainingCreate(TrainingFormMixin, CommitteeStepMixin, CreateView):
    """Enters a training of a committee, by its keepers."""

    action = "record_training"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Training(committee=self.committee)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            committee=self.committee,
            cancel_url=reverse("committees:committee-trainings", args=[self.committee.slug]),
            breadcrumbs=under_committee(self.committee, (_("New training"), None)),
            **kwargs,
        )


class TrainingUpdate(TrainingFormMixin, PolicyMixin, UpdateView):
    action = "edit"

    def get_context_data(self, **kwargs):
        home = self.object.get_absolute_url()
        return super().get_context_data(
            cancel_url=home,
            breadcrumbs=breadcrumbs((self.object.course.name, home), (_("Edit"), None)),
            **kwargs,
        )
