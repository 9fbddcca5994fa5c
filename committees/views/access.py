"""Whether a member signs in here, and giving them the means to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.models import User
from accounts.views import AnewMixin
from committees.actions import give_access, invite_again
from committees.forms.access import AccessForm, PersonSearchForm, TieForm
from committees.models import Contact, Person
from committees.persons import with_places
from committees.views.members import MembershipStepMixin
from core.policy import may
from core.views import KeptTextMixin, PolicyMixin

# More of one name are told apart by a longer one.
MOST_FOUND = 20


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

    def get_initial(self):
        """Propose the address that was noted."""
        contact = Contact.objects.visible_to(self.request.user).filter(person=self.object.person)
        noted = contact.values_list("email", flat=True).first() or ""
        return super().get_initial() | {"email": noted}

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


class AccountPerson(AnewMixin, KeptTextMixin, PolicyMixin, FormView):
    """Says of an account which person of the roster its owner is."""

    form_class = TieForm
    action = "tie"
    template_name = "committees/account_person.html"

    @cached_property
    def account(self):
        account = get_object_or_404(
            User.objects.visible_to(self.request.user), pk=self.kwargs["account"]
        )
        self.require(self.action, account)
        return account

    @cached_property
    def search(self):
        return PersonSearchForm(self.request.GET or {"q": self.account.get_full_name()})

    @cached_property
    def persons(self):
        """Those of the name on the committees that the user keeps, with or without an account."""
        words = self.search.cleaned_data["q"].split() if self.search.is_valid() else []
        if not words:
            return []
        found = Person.objects.permitted(self.request.user, "merge").known()
        for word in words:
            found = found.matching(word)
        rows = found.select_related("user").order_by("family_name", "given_name", "pk")
        return with_places(rows[: MOST_FOUND + 1])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"persons": self.persons[:MOST_FOUND]}

    def get_context_data(self, **kwargs):
        back = reverse("accounts:detail", args=[self.account.pk])
        return super().get_context_data(
            account=self.account,
            search=self.search,
            persons=self.persons,
            has_more=len(self.persons) > MOST_FOUND,
            submit_label=_("This is the person"),
            cancel_url=back,
            **kwargs,
        )

    def form_valid(self, form):
        person, account = form.cleaned_data["person"], self.account
        try:
            give_access(
                person, email=account.email, language=account.language, by=self.request.user
            )
        except ValidationError as error:
            form.add_error("person", error.messages)
            return self.form_invalid(form)
        said = _("%(name)s has access with the account that was there.") % {"name": person}
        messages.success(self.request, said)
        return redirect("accounts:detail", pk=account.pk)
