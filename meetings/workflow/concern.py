"""The way of a concern: taken up, passed up the ladder and back, closed, opened again.

Only the committee before which it was raised closes it: the answer of those above flows back
down to it, and from it to the residents.
"""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_transition
from committees.models import Committee
from core.forms import ConfirmForm, DateInput, LayoutMixin, ReasonForm
from core.workflow import Transition, Workflow
from meetings.choices import CLOSED_CONCERNS, ConcernStatus
from meetings.ladder import above, answered, declined, hand_up, last_rung
from meetings.ladder_mail import tell_holder
from meetings.models import Concern


class ReferForm(ReasonForm):
    """Asks to whom the concern is passed, and why."""

    receiver = forms.ChoiceField(label=_("Pass it to"), widget=forms.RadioSelect)

    field_order = ("receiver", "comment")

    def __init__(self, *args, concern=None, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        if concern is not None:
            choices = above(concern)
            self.fields["receiver"].choices = choices.items()
            if len(choices) == 1:
                self.fields["receiver"].initial = next(iter(choices))


class AnswerForm(LayoutMixin, forms.Form):
    """Asks what whoever passed the concern on is answered."""

    comment = forms.CharField(
        label=_("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, concern=None, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        if concern is not None:
            # What came from above is passed down, unless somebody puts it differently.
            from_above = concern.referrals.filter(from_committee=concern.holder_committee)
            last = from_above.exclude(outcome="").in_order().last()
            self.fields["comment"].initial = last.words if last else ""


class DatedMixin:
    """A day between the one on which the concern was raised and today."""

    def __init__(self, *args, concern=None, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.concern = concern

    def clean_answered_on(self):
        day = self.cleaned_data["answered_on"]
        raised_on = self.concern.raised_on if self.concern else None
        if day > timezone.localdate() or (raised_on and day < raised_on):
            raise forms.ValidationError(
                _("The day lies between the one on which it was raised and today.")
            )
        return day


class ResolveForm(DatedMixin, LayoutMixin, forms.Form):
    """Asks what was done, and when."""

    answer = forms.CharField(
        label=_("What was done"),
        help_text=_("This is what the residents are told. Name no private person."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answered_on = forms.DateField(label=_("When"), widget=DateInput, initial=timezone.localdate)

    def __init__(self, *args, concern=None, **kwargs):
        super().__init__(*args, concern=concern, **kwargs)
        if concern is not None:
            last = concern.referrals.exclude(outcome="").in_order().last()
            self.fields["answer"].initial = last.words if last else ""


class UnansweredForm(DatedMixin, LayoutMixin, forms.Form):
    """Asks why nothing is done about it, and since when that is known."""

    answer = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    answered_on = forms.DateField(label=_("When"), widget=DateInput, initial=timezone.localdate)


class DuplicateForm(ConfirmForm):
    """Asks of which concern this one says the same."""

    duplicate_of = forms.ModelChoiceField(
        label=_("Number of the other concern"),
        queryset=Concern.objects.none(),
        to_field_name="number",
        widget=forms.TextInput,
        error_messages={
            "invalid_choice": _("No other concern of this municipality has this number.")
        },
    )

    field_order = ("duplicate_of", "comment")

    def __init__(self, *args, concern=None, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        if concern is not None:
            self.fields["duplicate_of"].queryset = (
                Concern.objects.visible_to(user)
                .filter(committee__municipality=concern.committee.municipality)
                .exclude(status=ConcernStatus.DUPLICATE)
                .exclude(pk=concern.pk)
            )


def somebody_is_above(concern):
    """The ladder ends at the ministries, and where there is no council."""
    if above(concern):
        return None
    return _("There is nobody above to whom it could be passed.")


def came_from_below(concern):
    """Only what was passed on is answered; what was raised here is closed."""
    if last_rung(concern):
        return None
    return _("It was raised before this committee: close it instead.")


def _to_receiver(_concern, by, receiver):
    kind, _colon, value = receiver.partition(":")
    if kind == "ministry":
        return {"holder_committee": None, "holder_ministry": value}
    return {"holder_committee": Committee.objects.get(pk=value), "holder_ministry": ""}


def _to_sender(concern, by):
    return {"holder_committee": last_rung(concern).from_committee, "holder_ministry": ""}


AT_WORK = frozenset({ConcernStatus.OPEN, ConcernStatus.IN_PROGRESS})
CONCERN = Workflow(
    Concern,
    transitions=(
        Transition(
            name="take-up",
            label=_("Take it up"),
            sources=frozenset({ConcernStatus.OPEN, ConcernStatus.REFERRED}),
            target=ConcernStatus.IN_PROGRESS,
            action="handle",
            done=_("The concern is in progress."),
        ),
        Transition(
            name="resolve",
            label=_("Resolved"),
            sources=AT_WORK,
            target=ConcernStatus.RESOLVED,
            action="close",
            form=ResolveForm,
            done=_(
                "The concern is resolved. Where it is not confidential, the answer can be "
                "published."
            ),
            style="primary",
        ),
        Transition(
            name="refer",
            label=_("Pass it up"),
            sources=AT_WORK | {ConcernStatus.REFERRED},
            target=ConcernStatus.REFERRED,
            action="handle",
            needs=(somebody_is_above,),
            writes=_to_receiver,
            then=(hand_up, tell_holder),
            form=ReferForm,
            done=_("The concern is passed on. It comes back with an answer or a reason."),
        ),
        Transition(
            name="answer",
            label=_("Answer whoever passed it on"),
            sources=frozenset({ConcernStatus.REFERRED, ConcernStatus.IN_PROGRESS}),
            target=ConcernStatus.IN_PROGRESS,
            action="answer",
            needs=(came_from_below,),
            writes=_to_sender,
            then=(answered, tell_holder),
            form=AnswerForm,
            done=_("The answer went back to whoever passed the concern on."),
            style="primary",
        ),
        Transition(
            name="decline",
            label=_("Decline it"),
            sources=frozenset({ConcernStatus.REFERRED}),
            target=ConcernStatus.IN_PROGRESS,
            action="answer",
            needs=(came_from_below,),
            writes=_to_sender,
            then=(declined, tell_holder),
            form=ReasonForm,
            done=_("The concern went back with your reason."),
        ),
        Transition(
            name="not-competent",
            label=_("Not competent"),
            sources=AT_WORK,
            target=ConcernStatus.NOT_COMPETENT,
            action="close",
            form=UnansweredForm,
            done=_("The concern is closed: the committee is not competent."),
        ),
        Transition(
            name="no-action",
            label=_("No action"),
            sources=AT_WORK,
            target=ConcernStatus.NO_ACTION,
            action="close",
            form=UnansweredForm,
            done=_("The concern is closed without action."),
        ),
        Transition(
            name="duplicate",
            label=_("Same as another"),
            sources=AT_WORK,
            target=ConcernStatus.DUPLICATE,
            action="close",
            writes=lambda _concern, by, duplicate_of: {
                "duplicate_of": duplicate_of,
                "answered_on": timezone.localdate(),
            },
            form=DuplicateForm,
            done=_("The concern is closed as the same as another. Both keep their history."),
        ),
        Transition(
            name="reopen",
            label=_("Open it again"),
            sources=frozenset(CLOSED_CONCERNS),
            target=ConcernStatus.OPEN,
            action="close",
            writes=lambda _concern, by: {
                "answer": "",
                "answered_on": None,
                "duplicate_of": None,
                "published_at": None,
                "published_by": None,
            },
            form=ReasonForm,
            done=_("The concern is open again; its answer stands in the history."),
            style="danger",
        ),
    ),
    recorded_by=record_transition,
    # Passed on from one council to a ministry, it stays «referred».
    counter="version",
)
