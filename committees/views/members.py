from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView

from committees.actions import Overlap, end_membership, hand_over, seat_member, set_term
from committees.choices import Office
from committees.contacts import sharing
from committees.filters import BeyondTermFilter
from committees.forms.members import EndMembershipForm, HandOverForm, MemberForm, TermForm
from committees.models import Membership
from committees.views.under import CommitteeStepMixin, breadcrumbs
from core.policy import may
from core.views import KeptTextMixin, PagesMixin, PolicyMixin


def warn_of_shared(request, person, email):
    """Say who else is reached at the address, which may be meant or a slip."""
    others = list(sharing(person, email, user=request.user))
    if others:
        message = _(
            "%(names)s: the same e-mail address. One mail goes there for all of them. If that is "
            "not meant, correct the address under «Contact»."
        )
        names = ", ".join(str(other) for other in others)
        messages.warning(request, message % {"names": names})


class MemberCreate(KeptTextMixin, CommitteeStepMixin, FormView):
    """Seats a new member."""

    form_class = MemberForm
    action = "edit_members"
    template_name = "committees/member_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "committee": self.committee,
            "user": self.request.user,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            committee=self.committee,
            cancel_url=self.committee.get_absolute_url(),
            breadcrumbs=breadcrumbs(self.committee, (_("New member"), None)),
            **kwargs,
        )

    def form_valid(self, form):
        names = ("office", "from_on", "mandate_until_on", "act")
        try:
            member = seat_member(
                committee=self.committee,
                person=form.person(),
                seat=form.seat(),
                recognise=form.may_be_known,
                overlap_reason=form.reason_of_overlap,
                contact=form.contact(),
                by=self.request.user,
                **{name: form.cleaned_data[name] for name in names},
            )
        except Overlap as overlap:
            form.ask_about(overlap)
            return self.form_invalid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The member is on the roster."))
        warn_of_shared(self.request, member.person, form.contact()["email"])
        return redirect(self.committee)


class MembershipStepMixin(KeptTextMixin, PolicyMixin):
    """A step on one membership of the committee of the address."""

    action = "end"
    title = ""

    @cached_property
    def object(self):
        membership = get_object_or_404(
            Membership.objects.visible_to(self.request.user).with_seat(),
            pk=self.kwargs["pk"],
            seat__committee__slug=self.kwargs["committee"],
        )
        self.require(self.action, self.asked_of(membership))
        return membership

    def asked_of(self, membership):
        """The row on which the policy grants the action of the page."""
        return membership

    def get_context_data(self, **kwargs):
        committee = self.object.seat.committee
        return super().get_context_data(
            membership=self.object,
            tabs=self.tabs(committee),
            cancel_url=committee.get_absolute_url(),
            breadcrumbs=breadcrumbs(committee, (self.title, None)),
            **kwargs,
        )

    def tabs(self, committee):
        """What can be done with a membership."""
        if not may(self.request.user, "end", self.object):
            return []
        here = self.request.resolver_match.url_name
        return [
            {
                "label": label,
                "url": reverse(f"committees:{name}", args=[committee.slug, self.object.pk]),
                "active": name == here,
            }
            for name, label in (
                ("membership-hand-over", _("Handover")),
                ("membership-correct", _("Correct")),
                ("membership-term", _("Term of a membership")),
                ("membership-end", _("End of a membership")),
                ("membership-contact", _("Contact")),
                ("membership-access", _("Access")),
                ("membership-history", _("History")),
            )
        ]


class MembershipEnd(MembershipStepMixin, FormView):
    """Ends a membership."""

    form_class = EndMembershipForm
    template_name = "committees/membership_end.html"

    @property
    def title(self):
        return _("End of a membership")

    def form_valid(self, form):
        try:
            end_membership(self.object, by=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The membership has an end."))
        return redirect(self.object.seat.committee)


class MembershipHandOver(MembershipStepMixin, FormView):
    """Lets a successor take over the seat and the office."""

    form_class = HandOverForm
    template_name = "committees/membership_hand_over.html"

    @property
    def title(self):
        return _("Handover")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "membership": self.object,
            "user": self.request.user,
        }

    def form_valid(self, form):
        try:
            # A row of its own: what is refused must not stay on the page.
            follower = hand_over(
                Membership.objects.with_seat().get(pk=self.object.pk),
                successor=form.person(),
                recognise=form.may_be_known,
                overlap_reason=form.reason_of_overlap,
                contact=form.contact(),
                by=self.request.user,
                **form.facts(),
            )
        except Overlap as overlap:
            form.ask_about(overlap)
            return self.form_invalid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("%(name)s takes over.") % {"name": follower.person})
        self.offer_access(follower)
        warn_of_shared(self.request, follower.person, form.contact()["email"])
        return redirect(self.object.seat.committee)

    def offer_access(self, follower):
        """Say whether whoever keeps the records from now on can sign in, and lead to giving it."""
        person, user = follower.person, self.request.user
        if follower.office not in (Office.CHAIR, Office.SECRETARY):
            return
        if person.user and person.user.is_active:
            messages.info(self.request, _("%(name)s signs in here already.") % {"name": person})
            return
        at = [follower.seat.committee.slug, follower.pk]
        link = reverse("committees:membership-access", args=at)
        label = _("Give access") if may(user, "give_access", person) else _("Access")
        said = _("%(name)s cannot sign in here yet.") % {"name": person}
        messages.warning(self.request, format_html('{} <a href="{}">{}</a>', said, link, label))


class MembershipTerm(MembershipStepMixin, FormView):
    """Enters until when an appointment runs."""

    form_class = TermForm
    template_name = "committees/membership_term.html"

    @property
    def title(self):
        return _("Term of a membership")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def form_valid(self, form):
        try:
            set_term(
                self.object,
                mandate_until_on=form.cleaned_data["mandate_until_on"],
                by=self.request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The term is saved."))
        return redirect(self.object.seat.committee)


class BeyondTermList(PagesMixin, ListView):
    """Members whose term is over and whom nobody has replaced, on the committees one reads."""

    action = "view"
    template_name = "committees/beyond_term.html"

    def get_queryset(self):
        rows = (
            Membership.objects.visible_to(self.request.user)
            .beyond_term(timezone.localdate())
            .with_seat()
            .order_by("mandate_until_on", "pk")
        )
        self.filterset = BeyondTermFilter(self.request.GET, queryset=rows)
        return self.filterset.qs

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            filter=self.filterset,
            chips=self.chips(self.filterset),
            clear_url="?",
            breadcrumbs=[
                (_("Committees"), reverse("committees:list")),
                (_("Members beyond their term"), None),
            ],
            **kwargs,
        )
