"""The minutes: written item by item, saved while one writes, approved, published, compared."""

from difflib import ndiff
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from core.transactions import atomic
from core.views import KeptTextMixin, TransitionMixin
from core.workflow import TransitionRefused
from meetings import actions
from meetings.forms.minutes import ActionFormSet, MinutesForm, origins_of
from meetings.models import Action, AgendaItem, ItemText, Minutes
from meetings.privacy import private_passages, public_words
from meetings.signing import set_files
from meetings.views.under import UnderMeetingMixin, saved
from meetings.workflow import MINUTES


class MinutesWrite(KeptTextMixin, UnderMeetingMixin, FormView):
    """Writes the minutes. A script sends the page every few seconds and is answered in JSON."""

    form_class = MinutesForm
    action = "write_minutes"
    template_name = "meetings/minutes_form.html"

    @property
    def heading(self):
        return _("Minutes")

    @cached_property
    def language(self):
        """The language written in: of the address, of what is written, or of the reader."""
        asked = self.request.GET.get("language")
        if asked in dict(settings.LANGUAGES):
            return asked
        written = languages_of(self.meeting)
        return written[0] if written else get_language()

    @cached_property
    def minutes(self):
        return actions.minutes_of(self.meeting)

    def get_form_kwargs(self):
        items = list(self.meeting.agenda.visible_to(self.request.user).in_order())
        return super().get_form_kwargs() | {"items": items, "language": self.language}

    def get_initial(self):
        return {"version": self.minutes.version, "entry": uuid4()}

    @cached_property
    def actions_form(self):
        data = self.request.POST if self.request.method == "POST" else self.kept_text
        about = origins_of(self.meeting, self.request.user)
        none = Action.objects.none()
        return ActionFormSet(data, queryset=none, prefix="actions", form_kwargs=about)

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if request.headers.get("X-Autosave"):
            return self.autosave(form)
        if all([form.is_valid(), self.actions_form.is_valid()]):
            return self.form_valid(form)
        return self.form_invalid(form)

    def autosave(self, form):
        """Save the texts and say so; what is to be done waits for the person to save."""
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=422)
        try:
            minutes = self.write(form, new_actions=[])
        except actions.EditConflict:
            return JsonResponse({}, status=409)
        return JsonResponse(
            {
                "version": minutes.version,
                "saved_at": timezone.localtime().strftime("%H:%M:%S"),
            }
        )

    def form_valid(self, form):
        new = [row.save(commit=False) for row in self.actions_form if row.has_changed()]
        try:
            with atomic():
                self.write(form, new_actions=new)
                self.settle(form)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        except actions.EditConflict as conflict:
            form.data = form.data.copy()
            form.data["version"] = conflict.current.version
            form.add_error(
                None,
                _(
                    "Somebody else saved these minutes while you were writing. Compare both "
                    "versions below; saving again keeps yours."
                ),
            )
            return self.render_to_response(
                self.get_context_data(form=form, versions=form.versions())
            )
        messages.success(self.request, _("The minutes are saved."))
        return redirect(saved(self.meeting.get_absolute_url(), form.cleaned_data["entry"]))

    def settle(self, form):
        """Note what the minutes answer; a meeting without a date answers today."""
        day = self.meeting.starts_on or timezone.localdate()
        for matter, words in form.settled():
            actions.settle(matter, on=day, words=words, by=self.request.user)

    def write(self, form, *, new_actions):
        return actions.write_minutes(
            self.minutes,
            items=form.changed_items(),
            texts=form.changed_texts(),
            actions=new_actions,
            version=form.cleaned_data["version"],
            entry=form.cleaned_data["entry"],
            by=self.request.user,
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            actions_form=self.actions_form,
            draft="send",
            formsets=[self.actions_form],
            language_tabs=[
                {"url": f"?language={code}", "label": name, "active": code == self.language}
                for code, name in settings.LANGUAGES
            ],
            **kwargs,
        )


def languages_of(meeting):
    """Return the languages in which minutes of the meeting are written, the fullest first."""
    texts = ItemText.objects.filter(item__meeting=meeting).values_list("language", "text")
    length = {}
    for language, text in texts:
        length[language] = length.get(language, 0) + len(text)
    return sorted(length, key=length.get, reverse=True)


class MinutesTransition(TransitionMixin):
    """Approves, publishes or reopens the minutes of the meeting in the address."""

    model = Minutes
    workflow = MINUTES

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .filter(meeting__committee__slug=self.kwargs["committee"])
            .select_related("meeting__committee__municipality")
        )

    def get_object(self, queryset=None):
        minutes = get_object_or_404(self.get_queryset(), meeting__public_id=self.kwargs["meeting"])
        self.require(self.action, minutes)
        return minutes

    def get_template_names(self):
        return ["meetings/minutes_step.html"]

    def form_valid(self, form):
        response = super().form_valid(form)
        # After the commit: nobody waits for the locks of the approval while the files are set.
        set_files(self.object)
        return response

    def get_form_kwargs(self):
        more = {"approve": {"minutes": self.object}, "publish": {"passages": self.passages}}
        return super().get_form_kwargs() | more.get(self.step.name, {})

    @cached_property
    def passages(self):
        """What in the texts that become public seems to tell of a private person."""
        if self.step.name != "publish":
            return []
        words = public_words(self.object.meeting.committee)
        texts = ItemText.objects.filter(
            item__meeting=self.object.meeting,
            item__is_confidential=False,
            item__concern=None,
            item__action=None,
        ).select_related("item")
        return [
            {"item": row.item, "passage": passage}
            for row in texts.order_by("item__position", "language")
            for part in (row.text, row.decision)
            for passage in private_passages(part, public_words=words)
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(passages=self.passages, **kwargs)


class MinutesRevisions(UnderMeetingMixin, TemplateView):
    """What was written when and by whom, with what each revision changed."""

    action = "view_names"
    template_name = "meetings/minutes_revisions.html"

    @property
    def heading(self):
        return _("Revisions of the minutes")

    def get_context_data(self, **kwargs):
        items = AgendaItem.objects.visible_to(self.request.user).filter(meeting=self.meeting)
        rows = (
            ItemText.history.filter(item__in=items)
            .select_related("history_user", "item__concern", "item__action")
            .order_by("item__position", "language", "history_date", "pk")
        )
        return super().get_context_data(revisions=_with_changes(rows), **kwargs)


def _with_changes(rows):
    """Return the revisions, the newest first, each with the lines that it took out and put in."""
    before, revisions = {}, []
    for row in rows:
        key = (row.item_id, row.language)
        words = f"{row.text}\n{row.decision}".strip()
        lines = ndiff(before.get(key, "").splitlines(), words.splitlines())
        revisions.append(
            {
                "row": row,
                "lines": [
                    {"is_new": line[0] == "+", "text": line[2:]}
                    for line in lines
                    if line[0] in "+-"
                ],
            }
        )
        before[key] = words
    return sorted(revisions, key=lambda revision: revision["row"].history_date, reverse=True)
