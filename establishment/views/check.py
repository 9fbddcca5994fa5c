"""The check page of a decision: open to everybody who has the code, and to nobody by guessing."""

import hashlib

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import FormView

from establishment.forms.check import CheckFileForm
from establishment.models import Decision
from limits.views import FewLooksMixin


class DecisionCheck(FewLooksMixin, FormView):
    """Says whether a decision still holds, and whether a file is its unaltered letter.

    It shows what the letter shows of itself and nothing else: number, committee, day, and state.
    """

    form_class = CheckFileForm
    template_name = "establishment/check.html"

    @cached_property
    def decision(self):
        return get_object_or_404(
            Decision.objects.select_related("committee", "ended_by", "request"),
            code=self.kwargs["code"],
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            decision=self.decision, state=self.decision.state_choice, **kwargs
        )

    def form_valid(self, form):
        digest = hashlib.sha256()
        for chunk in form.cleaned_data["upload"].chunks():
            digest.update(chunk)
        letter = self.decision.letters.defer("pdf").filter(sha256=digest.hexdigest()).first()
        return self.render_to_response(
            self.get_context_data(form=CheckFileForm(), is_checked=True, letter=letter)
        )
