"""The roster is corrected: each page tells what it touches before anybody confirms it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from committees import actions
from committees.actions import CorrectionRefused, Overlap
from committees.consequences import consequences_of
from committees.forms.corrections import CorrectionForm
from committees.models import StruckMembership
from committees.views.members import MembershipStepMixin
from committees.views.under import breadcrumbs
from core.forms import ReasonForm
from core.policy import may
from core.views import KeptTextMixin, PolicyMixin, versions_of

# So many of the records that a correction touches are named; the others are counted.
SHOWN = 30


class ConfirmedMixin:
    """Shows first what a correction touches, and carries it out once that is confirmed."""

    preview_template = "committees/correction_preview.html"
    refused = ()

    def form_valid(self, form):
        if "back" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        try:
            found = consequences_of(self.plan(form), self.request.user)
            if any(consequence.refuses for consequence in found):
                raise CorrectionRefused([row for row in found if row.refuses])
            if "confirmed" not in self.request.POST:
                return self.preview(form, found)
            self.carry_out(form)
        except Overlap as overlap:
            form.ask_about(overlap)
            return self.form_invalid(form)
        except CorrectionRefused as refused:
            self.refused = refused.consequences
            form.add_error(None, _("Records rest on the row as it is. Mend these first."))
            return self.form_invalid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.committee)

    def preview(self, form, found):
        context = self.get_context_data(
            form=form,
            consequences=found[:SHOWN],
            others=max(len(found) - SHOWN, 0),
            submit_label=self.confirm,
        )
        return self.response_class(
            request=self.request,
            template=[self.preview_template],
            context=context,
            using=self.template_engine,
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **{"refused": self.refused, "title": self.title, "submit_label": _("Next")} | kwargs
        )


class MembershipCorrect(ConfirmedMixin, MembershipStepMixin, FormView):
    """Corrects what was entered of a member."""

    form_class = CorrectionForm
    template_name = "committees/membership_correct.html"

    @property
    def title(self):
        return _("Correct a member")

    @property
    def confirm(self):
        return _("Correct it")

    @property
    def done(self):
        return _("The member is corrected.")

    @property
    def committee(self):
        return self.object.seat.committee

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "instance": self.object,
            "corrects_person": may(self.request.user, "correct", self.object.person),
        }

    def get_context_data(self, **kwargs):
        follows = self.object.took_over_from_id is not None
        return super().get_context_data(may_undo=follows, **kwargs)

    def plan(self, form):
        return actions.plan_correction(self.object, **form.facts())

    def carry_out(self, form):
        reason = form.cleaned_data["reason"]
        actions.correct_membership(self.object, reason=reason, by=self.request.user, **form.facts())


class MembershipStrike(ConfirmedMixin, MembershipStepMixin, FormView):
    """Takes a row that was entered by mistake off the roster."""

    form_class = ReasonForm
    template_name = "committees/membership_reason.html"
    explained = "strike"

    @property
    def title(self):
        return _("Strike a member entered by mistake")

    @property
    def confirm(self):
        return _("Strike it")

    @property
    def done(self):
        return _("The row is struck. Below the roster it can be taken back.")

    @property
    def committee(self):
        return self.object.seat.committee

    def get_context_data(self, **kwargs):
        return super().get_context_data(explained=self.explained, **kwargs)

    def plan(self, _form):
        return actions.plan_strike(self.object)

    def carry_out(self, form):
        reason = form.cleaned_data["comment"]
        actions.strike(self.object, reason=reason, by=self.request.user)


class MembershipUndo(MembershipStrike):
    """Undoes a handover: the former row is open again, the new one is struck."""

    explained = "undo"

    @cached_property
    def object(self):
        membership = super().object
        if membership.took_over_from_id is None:
            raise Http404
        return membership

    @property
    def title(self):
        return _("Undo the handover")

    @property
    def confirm(self):
        return _("Undo it")

    @property
    def done(self):
        return _("The handover is undone.")

    def plan(self, _form):
        return actions.plan_undoing(self.object)

    def carry_out(self, form):
        reason = form.cleaned_data["comment"]
        actions.undo_hand_over(self.object, reason=reason, by=self.request.user)


class StrikeTakeBack(ConfirmedMixin, KeptTextMixin, PolicyMixin, FormView):
    """Puts a struck row back on the roster."""

    form_class = ReasonForm
    action = "take_back"
    template_name = "committees/membership_reason.html"

    @cached_property
    def struck(self):
        struck = get_object_or_404(
            StruckMembership.objects.visible_to(self.request.user)
            .standing()
            .select_related("person", "seat__committee__municipality"),
            pk=self.kwargs["pk"],
            seat__committee__slug=self.kwargs["committee"],
        )
        self.require(self.action, struck)
        return struck

    @property
    def title(self):
        return _("Take the strike back")

    @property
    def confirm(self):
        return _("Take it back")

    @property
    def done(self):
        return _("The member is on the roster again.")

    @property
    def committee(self):
        return self.struck.seat.committee

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            membership=self.struck,
            explained="restore",
            cancel_url=self.committee.get_absolute_url(),
            breadcrumbs=breadcrumbs(self.committee, (self.title, None)),
            **kwargs,
        )

    def plan(self, _form):
        return actions.plan_restoring(self.struck)

    def carry_out(self, form):
        reason = form.cleaned_data["comment"]
        actions.take_strike_back(self.struck, reason=reason, by=self.request.user)


class MembershipHistory(MembershipStepMixin, TemplateView):
    """Who changed a membership and its person, when and why."""

    template_name = "committees/membership_history.html"

    @property
    def title(self):
        return _("History")

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            versions=versions_of(self.object, user),
            of_person=versions_of(self.object.person, user),
            **kwargs,
        )
