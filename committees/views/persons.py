from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView

from committees.actions import merge_persons
from committees.actions.persons import double_seats
from committees.forms.persons import AlikeForm, MergeForm
from committees.models import Person
from committees.persons import alike_pairs, with_places
from core.views import KeptTextMixin, PagesMixin, PolicyMixin, versions_of


class PersonAlikeList(PagesMixin, ListView):
    """Persons that may be the same, to whoever keeps the register of all their committees."""

    action = "view"
    template_name = "committees/persons_alike.html"
    paginate_by = 20

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not may_merge_some(request.user):
            raise PermissionDenied(_("Your roles do not include this step here."))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        self.form = AlikeForm(self.request.GET)
        self.form.is_valid()
        persons = Person.objects.permitted(self.request.user, "merge").known()
        if self.form.cleaned_data["q"]:
            persons = persons.matching(self.form.cleaned_data["q"])
        pairs = alike_pairs(with_places(persons.order_by("pk")))
        if not self.form.cleaned_data["everywhere"]:
            pairs = [pair for pair in pairs if pair.is_same_place]
        return pairs

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            form=self.form,
            breadcrumbs=[
                (_("Committees"), reverse("committees:list")),
                (_("Persons that may be the same"), None),
            ],
            **kwargs,
        )


def may_merge_some(user):
    """Say whether there is anybody whose rows the user may join."""
    return Person.objects.permitted(user, "merge").exists()


def _trail(*further):
    return [
        (_("Committees"), reverse("committees:list")),
        (_("Persons that may be the same"), reverse("committees:persons-alike")),
        *further,
    ]


class PersonMerge(KeptTextMixin, PolicyMixin, FormView):
    """Shows two rows side by side and joins them."""

    form_class = MergeForm
    action = "merge"
    template_name = "committees/person_merge.html"

    @cached_property
    def persons(self):
        pks = [self.kwargs["one"], self.kwargs["other"]]
        if pks[0] == pks[1]:
            raise Http404
        visible = Person.objects.visible_to(self.request.user).known()
        persons = [get_object_or_404(visible.select_related("user"), pk=pk) for pk in pks]
        for person in persons:
            self.require(self.action, person)
        return with_places(persons)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"persons": self.persons}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            persons=self.persons,
            both_have_accounts=all(person.user_id for person in self.persons),
            clashes=double_seats(*self.persons),
            submit_label=_("Join the two rows"),
            cancel_url=reverse("committees:persons-alike"),
            breadcrumbs=_trail((_("Join two rows of one person"), None)),
            **kwargs,
        )

    def form_valid(self, form):
        kept, gone = form.chosen()
        comment = form.cleaned_data["comment"]
        try:
            merge_persons(kept=kept, gone=gone, comment=comment, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The two rows are one person now."))
        return redirect("committees:person-history", pk=kept.pk)


class PersonHistory(PolicyMixin, DetailView):
    """Who changed the row of a person, when and why; a joined row says so."""

    model = Person
    action = "merge"
    template_name = "history.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            versions=versions_of(self.object, self.request.user),
            breadcrumbs=_trail((str(self.object), None), (_("History"), None)),
            **kwargs,
        )
