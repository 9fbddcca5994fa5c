"""Mixins of the class-based views: policy, workflow steps, kept text, history, lists, files."""

import base64
import csv
import io
import json
import re
from datetime import timedelta
from itertools import zip_longest
from tempfile import SpooledTemporaryFile

from django.apps import apps
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin
from import_export.formats import base_formats
from simple_history.models import DeletedObject
from tablib import Databook

from core.forms import ask_for_files_again
from core.policy import EVERY_ROW, NotAnyMore, may, nobody, policy_of, require
from core.slots import slot
from core.storage import has_no_room
from core.workflow import FASTER, TransitionRefused


class PolicyMixin:
    """Takes the object of a page from the rows the user sees, then checks the view's `action`.

    A row that the user does not see is 404: nobody learns that it exists. A row that the user
    sees but may not act upon is 403.
    """

    action = None

    @classmethod
    def as_view(cls, **initkwargs):
        if not initkwargs.get("action", cls.action):
            raise ImproperlyConfigured(
                f"{cls.__name__} names no action. Set `action` to a row of its model's policy."
            )
        return super().as_view(**initkwargs)

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)

    def get_object(self, queryset=None):
        obj = super().get_object(queryset)
        self.require(self.action, obj)
        return obj

    def require(self, action, obj):
        """Raise `PermissionDenied` with the reason unless the policy grants the action."""
        if action not in policy_of(type(obj)):
            raise ImproperlyConfigured(f"{type(obj).__name__} has no action {action!r}.")
        require(self.request.user, action, obj)


_KEPT = "kept_text"
_KEPT_MOST = 20_000
_KEPT_FOR = timedelta(days=2)


def typed_by(user):
    """Return the sealed name of a form's writer, so that only they get a kept text back.

    The public has none, so that nobody without an account has anything kept.
    """
    return signing.dumps(user.pk, salt=_KEPT) if user.is_authenticated else ""


def draft_keys(user):
    """Return the keys of the user's drafts on a device as JSON, one for each day they may be from.

    Whoever signs in again within two days gets them again; nobody else ever does.
    """
    today = timezone.localdate()
    days = [str(today - timedelta(days=ago)) for ago in range(_KEPT_FOR.days + 1)]
    return json.dumps({day: _draft_key(user, day) for day in days})


def _draft_key(user, day):
    sealed = salted_hmac("forumi.drafts", f"{user.pk}:{day}", algorithm="sha256")
    return base64.b64encode(sealed.digest()).decode()


def _writer_of(seal):
    """Return the key of whom the seal names, or None where it is forged or old."""
    try:
        return signing.loads(seal, salt=_KEPT, max_age=_KEPT_FOR)
    except signing.BadSignature:
        return None


def keep_text(request):
    """Keep what a form brought after its session ran out; files cannot be kept.

    A form that does not say who typed it is not kept: so do those that hold what must lie nowhere
    but in its own place. Nor is anything kept that somebody sent who was never signed in.
    """
    writer = _writer_of(request.POST.get("typed_by", ""))
    if writer is None:
        return
    body = request.POST.urlencode()
    if len(body) <= _KEPT_MOST:
        request.session[_KEPT] = {"path": request.path, "writer": writer, "body": body}


def reason_against(error):
    """Return what a constraint that the database refused says to people, or None without one."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if re.search(rf"\b{constraint.name}\b", str(error)):
                said = constraint.violation_error_message
                return None if said == constraint.default_violation_error_message else said
    return None


class KeptTextMixin:
    """Keeps what was typed: over a sign-in, and where the right to save it was lost meanwhile."""

    too_late = FASTER
    no_room = gettext_lazy(
        "Nothing was saved: the server has no room left for the file. The fault has been recorded. "
        "Your text is still here; choose the file again and try again later."
    )

    def dispatch(self, request, *args, **kwargs):
        """Show a form again that an action refused, for its writer to take the text along."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotAnyMore:
            return self.shown_again(self.too_late)
        except IntegrityError as error:
            if (reason := reason_against(error)) is None:
                raise
            return self.shown_again(reason)
        except OSError as error:
            if not has_no_room(error):
                raise
            return self.shown_again(self.no_room, status=507)

    def form_invalid(self, form):
        ask_for_files_again(form)
        return super().form_invalid(form)

    def shown_again(self, reason, *, status=409):
        """Show the form as it was sent, with the reason why nothing was stored."""
        messages.error(self.request, reason)
        return self.render_to_response(self.get_context_data(form=self.get_form()), status=status)

    @cached_property
    def kept_text(self):
        kept = self.request.session.get(_KEPT)
        if self.request.method != "GET" or not kept or kept["path"] != self.request.path:
            return None
        del self.request.session[_KEPT]
        if kept["writer"] != self.request.user.pk:
            return None
        messages.warning(
            self.request,
            _(
                "You had been signed out. Your text is kept: look it over and save it. "
                "Choose a file again."
            ),
        )
        return QueryDict(kept["body"])

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if self.kept_text is not None:
            kwargs["data"] = self.kept_text
        return kwargs


class TransitionMixin(KeptTextMixin, PolicyMixin, SingleObjectMixin, FormView):
    """One page for every step of a workflow: says what happens, asks the reason, takes the step."""

    workflow = None
    action = "view"
    template_name = "transition_form.html"

    @cached_property
    def object(self):
        return self.get_object()

    @cached_property
    def step(self):
        try:
            return self.workflow.get(self.kwargs["step"])
        except KeyError:
            raise Http404 from None

    def get(self, request, *args, **kwargs):
        """Lead whoever took the step, and comes here by the browser's «Back», to the record."""
        is_own = request.user.is_authenticated and self.object.status_by == request.user
        if is_own and self.object.status not in self.step.sources:
            messages.info(request, _("This step is not open in the present state."))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_form_class(self):
        self.require(self.step.action, self.object)
        return self.step.form

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            step=self.step, cancel_url=self.object.get_absolute_url(), **kwargs
        )

    def form_valid(self, form):
        try:
            self.perform(form)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        messages.success(self.request, self.done())
        return super().form_valid(form)

    def done(self):
        """What is said once the step is taken."""
        return self.step.done

    def perform(self, form):
        """Take the step with what the form asked for."""
        self.workflow.perform(
            self.object, self.step.name, by=self.request.user, **form.cleaned_data
        )

    def get_success_url(self):
        return self.object.get_absolute_url()


def buttons_of(offers, name, *at):
    """Return the offered steps as buttons; the page of a step is called `name` and lies at `at`."""
    return [
        {
            "name": offer.transition.name,
            "label": offer.transition.label,
            "style": offer.transition.style,
            "reason": offer.reason,
            "url": reverse(name, args=[*at, offer.transition.name]),
        }
        for offer in offers
    ]


FORMATS = {"csv": base_formats.CSV, "xlsx": base_formats.XLSX, "json": base_formats.JSON}


def defused(value):
    """Return the cell so that no spreadsheet takes a text for a formula; an object as JSON."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


# Signs that a column of a workbook shows: a definition in its cell is longer, a name is not.
COLUMN_WIDTH = 22
# Bytes of a file that are not worth the disk.
MOST_IN_MEMORY = 1024 * 1024


def export_response(resource, rows, name, extension, *, further=()):
    """Return the rows as a file; cells that a spreadsheet would run as a formula are defused.

    `further` are tables that a workbook holds on sheets of their own.
    """
    if extension not in FORMATS:
        raise Http404
    with slot():
        if extension == "csv":
            answer = _csv(resource, rows)
        else:
            answer = HttpResponse(_whole(resource, rows, extension, further))
    answer.headers["Content-Type"] = FORMATS[extension].CONTENT_TYPE
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return answer


def _csv(resource, rows):
    """Answer with the rows, written one by one: however many they are, memory holds few."""
    file = SpooledTemporaryFile(max_size=MOST_IN_MEMORY)  # noqa: SIM115 -- the answer closes it
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(resource.get_export_headers())
    for row in resource.iter_queryset(rows):
        writer.writerow(map(defused, resource.export_resource(row)))
    size = text.detach().tell()
    file.seek(0)
    if size > MOST_IN_MEMORY:
        return FileResponse(file)
    with file:
        return HttpResponse(file.read())


def _whole(resource, rows, extension, further):
    """Return a workbook, or JSON, which cannot be written row by row."""
    file_format, dataset = FORMATS[extension](), resource.export(rows)
    if extension == "json":
        return file_format.export_data(dataset)
    for table in (dataset, *further):
        for column in table.headers:
            table.add_formatter(column, defused)
    if further:
        return Databook([dataset, *further]).export("xlsx", column_width=COLUMN_WIDTH)
    return file_format.export_data(dataset)


def file_response(document):
    """Hand out a `StoredFile` as a file, never as a page of the portal."""
    return FileResponse(
        document.file.open(),
        as_attachment=True,
        filename=document.name,
        content_type=document.content_type,
        headers={"Content-Security-Policy": "default-src 'none'; sandbox"},
    )


def versions_of(record, user):
    """Return the history of a record, newest first: when, who, why, and each changed field."""
    rows = list(record.history.select_related("history_user").order_by("-history_id"))
    return [
        {
            "at": row.history_date,
            "who": row.history_user or _("the import or the system"),
            "reason": row.history_change_reason,
            "changes": _changes(record, row, older, user) if older else [],
        }
        for row, older in zip_longest(rows, rows[1:])
    ]


# What a step stamps, or the machine counts, says nothing to a reader.
_UNSPOKEN = {"status_at", "status_by", "version"}


def _changes(record, row, older, user):
    delta = row.diff_against(older, foreign_keys_are_objs=True)
    return [
        {
            "label": record._meta.get_field(change.field).verbose_name,
            "before": _shown(record, change.field, change.old, user),
            "after": _shown(record, change.field, change.new, user),
        }
        for change in delta.changes
        if change.field not in _UNSPOKEN
    ]


def _shown(record, name, value, user):
    field = record._meta.get_field(name)
    if field.many_to_many:
        return ", ".join(str(row[field.m2m_reverse_field_name()]) for row in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, DeletedObject):
        return value if value.pk else ""
    if field.is_relation and value is not None and not _is_open(value, user):
        return _("not open to you")
    return dict(field.flatchoices).get(value, value) if hasattr(field, "flatchoices") else value


def _is_open(row, user):
    """Say whether the reader may know the row; who did something is told to each reader of it."""
    if isinstance(row, get_user_model()):
        return True
    rule = policy_of(type(row)).get("view", nobody)
    return rule(user) is EVERY_ROW or may(user, "view", row)


class PagesMixin:
    """Pages of fifty; a page number that does not exist shows the nearest that does."""

    paginate_by = 50

    def chips(self, filterset):
        """The filters in force, each with the address of the list without it."""
        chips = []
        for name, value in filterset.form.cleaned_data.items() if filterset.is_valid() else ():
            if value in (None, "", []) or value is False:
                continue
            rest = self.request.GET.copy()
            rest.pop(name, None)
            rest.pop("page", None)
            field = filterset.form.fields[name]
            shown = dict(getattr(field, "choices", ())).get(value, value)
            # A ticked box says all in its label.
            label = field.label if value is True else f"{field.label}: {shown}"
            chips.append({"label": label, "remove_url": f"?{rest.urlencode()}"})
        return chips

    def paginate_queryset(self, queryset, page_size):
        paginator = Paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()
