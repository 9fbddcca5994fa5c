"""How a member is reached, for those who keep the roster and for the member."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from committees.actions import note_contact, remove_contact
from committees.forms.contacts import ContactForm
from committees.models import Contact
from committees.views.members import MembershipStepMixin, warn_of_shared


class MembershipContact(MembershipStepMixin, FormView):
    """Notes how the person of a membership is reached, or takes it out."""

    form_class = ContactForm
    action = "keep_contact"
    template_name = "committees/membership_contact.html"

    @property
    def title(self):
        return _("Contact")

    def asked_of(self, membership):
        return membership.person

    @cached_property
    def contact(self):
        seen = Contact.objects.visible_to(self.request.user).select_related("noted_by")
        return seen.filter(person=self.object.person).first()

    def get_initial(self):
        names = ("email", "phone")
        return {name: getattr(self.contact, name) for name in names} if self.contact else {}

    def get_context_data(self, **kwargs):
        return super().get_context_data(contact=self.contact, **kwargs)

    def post(self, request, *args, **kwargs):
        if "remove" in request.POST:
            remove_contact(self.object.person, by=request.user)
            messages.success(request, _("The contact is taken out."))
            return redirect(request.path)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        contact = form.contact()
        note_contact(self.object.person, by=self.request.user, **contact)
        messages.success(self.request, _("The contact is saved."))
        warn_of_shared(self.request, self.object.person, contact["email"])
        return redirect(self.request.path)
