"""What is written of a concern: entering, correcting, translating, publishing, proof, responses."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView

from committees.views.under import CommitteeStepMixin, breadcrumbs
from concerns import actions
from concerns.forms.parts import DocumentForm, RecurrenceForm, ResponseForm, TextForm
from concerns.forms.problem import ProblemForm
from concerns.forms.register import RegisterForm
from concerns.models import ConcernText, MunicipalResponse, ProblemRecord
from concerns.similar import similar_to
from concerns.views.under import ConcernFormMixin
from core.forms import ReasonForm
from core.views import KeptTextMixin
from meetings.actions import register_concern
from meetings.models import Concern
from meetings.privacy import private_passages, public_words
from meetings.workflow import PublishForm


class ConcernCreate(KeptTextMixin, CommitteeStepMixin, FormView):
    """Enters a concern, also between meetings; asks first whether it is on record already."""

    action = "add_concern"
    form_class = RegisterForm
    template_name = "concerns/concern_form.html"

    def get_form_kwargs(self):
        new = Concern(
            committee=self.committee, raised_on=timezone.localdate(), language=get_language()
        )
        asked = {"instance": new, "committee": self.committee, "user": self.request.user}
        return super().get_form_kwargs() | asked

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            committee=self.committee,
            heading=_("New concern"),
            cancel_url=reverse("concerns:of-committee", args=[self.committee.slug]),
            breadcrumbs=breadcrumbs(self.committee, (_("New concern"), None)),
            **kwargs,
        )

    def form_valid(self, form):
        data = form.cleaned_data
        concern = form.save(commit=False)
        if not data["is_new"]:
            form.similar = similar_to(concern, self.request.user)
            if form.similar:
                form.add_error(
                    "is_new", _("Something like it is on record. Look first, then say so here.")
                )
                return self.form_invalid(form)
        register_concern(concern, data["communities"], by=self.request.user)
        messages.success(
            self.request,
            _("The concern is on record as %(number)s.") % {"number": concern.number},
        )
        return redirect(concern)


class ConcernUpdate(ConcernFormMixin, FormView):
    """Corrects what is told of an open concern."""

    action = "edit"
    form_class = RegisterForm
    template_name = "concerns/concern_form.html"
    heading = gettext_lazy("Correct the concern")
    done = gettext_lazy("The concern is saved.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "instance": self.concern,
            "committee": self.concern.committee,
            "user": self.request.user,
        }

    def write(self, form):
        data = form.cleaned_data
        actions.edit_concern(
            form.save(commit=False),
            data["communities"],
            version=data["version"],
            by=self.request.user,
        )


class TextUpdate(ConcernFormMixin, FormView):
    """The concern and its answer in another language."""

    action = "respond"
    form_class = TextForm
    done = gettext_lazy("The translation is saved.")

    @cached_property
    def language(self):
        code = self.kwargs["language"]
        if code not in dict(settings.LANGUAGES) or code == self.concern.language:
            raise Http404
        return code

    @property
    def heading(self):
        name = dict(settings.LANGUAGES)[self.language]
        return _("Words in another language: %(language)s") % {"language": name}

    def get_form_kwargs(self):
        known = ConcernText.objects.filter(concern=self.concern, language=self.language).first()
        return super().get_form_kwargs() | {"instance": known, "concern": self.concern}

    def write(self, form):
        data = form.cleaned_data
        actions.save_text(
            self.concern,
            self.language,
            description=data["description"],
            answer=data.get("answer", ""),
            by=self.request.user,
        )


class AnswerPublish(ConcernFormMixin, FormView):
    """Publishes the concern with its answer, after somebody looked at what may be private."""

    action = "publish"
    form_class = PublishForm
    template_name = "concerns/publish.html"
    heading = submit_label = gettext_lazy("Publish the answer")
    done = gettext_lazy("Everybody can read the concern and its answer.")

    @cached_property
    def passages(self):
        """The places in all languages that seem to tell of a private person."""
        concern = self.concern
        words = public_words(concern.committee)
        texts = [concern.description, concern.answer, concern.place]
        for row in concern.texts.all():
            texts += [row.description, row.answer]
        return [passage for text in texts for passage in private_passages(text, public_words=words)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"passages": self.passages}

    def get_context_data(self, **kwargs):
        return super().get_context_data(passages=self.passages, **kwargs)

    def write(self, form):
        actions.publish(self.concern, note=form.cleaned_data["comment"], by=self.request.user)


class AnswerWithdraw(ConcernFormMixin, FormView):
    """Takes a published answer back."""

    action = "publish"
    form_class = ReasonForm
    heading = submit_label = gettext_lazy("Take the answer back")
    done = gettext_lazy("The answer is no longer public.")

    def write(self, form):
        actions.withdraw_answer(
            self.concern, reason=form.cleaned_data["comment"], by=self.request.user
        )


class ResponseCreate(ConcernFormMixin, FormView):
    """Records how the municipality met a serious incident."""

    action = "respond"
    form_class = ResponseForm
    heading = gettext_lazy("Response of the municipality")
    done = gettext_lazy("The response is on record.")

    def get_form_kwargs(self):
        if not self.concern.is_serious:
            raise Http404
        return super().get_form_kwargs() | {"instance": MunicipalResponse(concern=self.concern)}

    def write(self, form):
        actions.record_response(form.save(commit=False), by=self.request.user)


class ProblemUpdate(ConcernFormMixin, FormView):
    """The problem-solving record of a concern that deserves one."""

    action = "respond"
    form_class = ProblemForm
    heading = gettext_lazy("Problem-solving record")
    done = gettext_lazy("The problem-solving record is saved.")

    def get_form_kwargs(self):
        known = ProblemRecord.objects.filter(concern=self.concern).first()
        return super().get_form_kwargs() | {
            "instance": known or ProblemRecord(concern=self.concern)
        }

    def write(self, form):
        actions.save_problem(form.save(commit=False), by=self.request.user)


class DocumentAttach(ConcernFormMixin, FormView):
    """Keeps a file with the concern."""

    action = "respond"
    form_class = DocumentForm
    heading = gettext_lazy("Attach a file")
    done = gettext_lazy("The file is kept with the concern.")

    def write(self, form):
        actions.attach(
            self.concern,
            form.cleaned_data["upload"],
            kind=form.cleaned_data["kind"],
            by=self.request.user,
        )


class RecurrenceUpdate(ConcernFormMixin, FormView):
    """Links the concern to the one after which it came back."""

    action = "edit"
    form_class = RecurrenceForm
    heading = gettext_lazy("It came back")
    done = gettext_lazy("The link is saved.")

    def get_initial(self):
        before = self.concern.recurrence_of
        return {"before": self.request.GET.get("of") or (before.number if before else "")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"concern": self.concern, "user": self.request.user}

    def write(self, form):
        actions.link_recurrence(self.concern, form.cleaned_data["before"], by=self.request.user)
