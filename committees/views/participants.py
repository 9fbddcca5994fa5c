"""Who took part in a training, their certificates, and the public check of one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import FormView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from audit.actions import append_event
from committees.actions import add_participants, certify
from committees.certificates import TAGS, certificate_pdf
from committees.choices import ParticipationStatus
from committees.forms.trainings import CertificateForm, ParticipantsForm
from committees.models import Committee, Participation, Training
from committees.views.trainings import breadcrumbs
from committees.views.under import CommitteeStepMixin
from committees.workflow import CERTIFICATION
from core.forms import ConfirmForm
from core.views import KeptTextMixin, PolicyMixin, TransitionMixin
from core.workflow import TransitionRefused
from limits.views import FewLooksMixin


class ParticipantsChoose(PolicyMixin, SingleObjectMixin, View):
    """Leads to the members of the committee that was chosen on the page of the training."""

    model = Training
    action = "view"

    def get(self, request, **_kwargs):
        kept = Committee.objects.permitted(request.user, "record_training")
        committee = get_object_or_404(kept, slug=request.GET.get("committee", ""))
        return redirect("committees:participants", committee.slug, self.get_object().pk)


class ParticipantsAdd(KeptTextMixin, CommitteeStepMixin, FormView):
    """Ticks the members of a committee who took part."""

    form_class = ParticipantsForm
    action = "record_training"
    template_name = "committees/participants_form.html"

    @cached_property
    def training(self):
        visible = Training.objects.visible_to(self.request.user).with_course()
        return get_object_or_404(visible, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        places = {"training": self.training, "committee": self.committee}
        return super().get_form_kwargs() | places

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            training=self.training,
            committee=self.committee,
            cancel_url=self.training.get_absolute_url(),
            breadcrumbs=breadcrumbs(
                (self.training.course.name, self.training.get_absolute_url()),
                (_("Add participants"), None),
            ),
            **kwargs,
        )

    def form_valid(self, form):
        added = add_participants(
            self.training, committee=self.committee, persons=form.persons(), by=self.request.user
        )
        text = ngettext(
            "%(count)s participant is noted.", "%(count)s participants are noted.", added
        )
        messages.success(self.request, text % {"count": added})
        return redirect(self.training)


class CertifyAll(KeptTextMixin, PolicyMixin, SingleObjectMixin, FormView):
    """Gives a certificate to each participant that the user keeps and who has none yet."""

    model = Training
    form_class = ConfirmForm
    action = "view"
    template_name = "committees/certify_form.html"

    @cached_property
    def object(self):
        return self.get_object()

    @cached_property
    def waiting(self):
        rows = self.object.participations.filter(status=ParticipationStatus.ATTENDED)
        rows = rows.permitted(self.request.user, "change_status")
        return rows.select_related(
            "person", "committee__municipality", "training__course"
        ).in_order()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            waiting=self.waiting, cancel_url=self.object.get_absolute_url(), **kwargs
        )

    def form_valid(self, form):
        if not self.waiting:
            form.add_error(None, _("Nobody waits for a certificate."))
            return self.form_invalid(form)
        try:
            given = certify(self.waiting, by=self.request.user)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        text = ngettext(
            "%(count)s certificate is given.", "%(count)s certificates are given.", given
        )
        messages.success(self.request, text % {"count": given})
        return redirect(self.object)


class ParticipationTransition(TransitionMixin):
    """A step of one certificate."""

    model = Participation
    workflow = CERTIFICATION


class CertificateDownload(PolicyMixin, SingleObjectMixin, View):
    """The certificate as PDF in the chosen language; a withdrawn one is not handed out."""

    model = Participation
    action = "view"

    def get_queryset(self):
        held = super().get_queryset().certified()
        return held.select_related("person", "committee__municipality", "training__course")

    def get(self, request, language, **_kwargs):
        if language not in TAGS:
            raise Http404
        participation = self.get_object()
        number = participation.certificate_number
        append_event("certificate.read", by=request.user, subject=participation, number=number)
        return HttpResponse(
            certificate_pdf(participation, language),
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{number}-{language}.pdf"'},
        )


class CertificateFind(FewLooksMixin, FormView):
    """Asks for number and code of a certificate; the number alone opens nothing."""

    form_class = CertificateForm
    template_name = "committees/certificate_find.html"

    def form_valid(self, form):
        found = Participation.objects.filter(
            certificate_number=form.cleaned_data["number"], code=form.cleaned_data["code"]
        ).first()
        if found is None:
            form.add_error(None, _("No certificate has this number and this code together."))
            return self.form_invalid(form)
        return redirect(found.get_check_url())


class CertificateCheck(FewLooksMixin, TemplateView):
    """For whoever has the code of the paper, what the paper itself says, and whether it holds."""

    template_name = "committees/certificate_check.html"

    def get_context_data(self, **kwargs):
        participation = get_object_or_404(
            Participation.objects.exclude(code="").select_related("person", "training__course"),
            code=self.kwargs["code"],
        )
        return super().get_context_data(
            participation=participation,
            training=participation.training,
            state=participation.state_choice,
            **kwargs,
        )
