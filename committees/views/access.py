"""Whether a member signs in here, and giving them the means to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.views import AnewMixin
from committees.actions import give_access, invite_again
from committees.forms.access import AccessForm
from committees.views.members import MembershipStepMixin
from core.policy import may


class MembershipAccess(AnewMixin, MembershipStepMixin, FormView):
    """Says whether the person of a membership has an account, and gives or invites again."""

    form_class = AccessForm
    template_name = "committees/membership_access.html"

    @property
    def title(self):
        return _("Access")

    def get_context_data(self, **kwargs):
        person, user = self.object.person, self.request.user
        return super().get_context_data(
            person=person,
            may_give=may(user, "give_access", person),
            submit_label=_("Give access"),
            may_invite=may(user, "invite_again", person),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        if "again" in request.POST:
            invite_again(self.object.person, by=request.user)
            return self.done(_("The invitation goes out."))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            account = give_access(self.object.person, by=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if account.has_entered:
            said = _("%(name)s has access with the account that was there.")
            return self.done(said % {"name": self.object.person})
        return self.done(_("An invitation goes to %(email)s.") % {"email": account.email})

    def done(self, said):
        messages.success(self.request, said)
        return redirect(self.object.seat.committee)
