"""The rules of `docs/adr/` that a test can hold up; each exemption says why."""

import gc
import re
from importlib import import_module
from inspect import getsource, isfunction
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.forms import BaseFormSet
from importlinter.cli import lint_imports
from simple_history.models import HistoricalChanges

from core.policy import PolicyQuerySet, policy_of
from tests.addresses import views

# What is asked of the code asks no database.
pytestmark = pytest.mark.once

ROOT = settings.BASE_DIR
OWN_APPS = [app for app in apps.get_app_configs() if Path(app.path).parent == ROOT]
OWN_MODELS = [
    model
    for app in OWN_APPS
    for model in app.get_models()
    if not issubclass(model, HistoricalChanges)
]
# An addition needs an ADR: this is what keeps `core` from becoming a drawer for everything.
CORE = {
    "__init__.py",
    "apps.py",
    "forms.py",
    "i18n.py",
    "models.py",
    "paths.py",
    "pdf.py",
    "policy.py",
    "reading/__init__.py",
    "reading/apart.py",
    "reading/child.py",
    "reading/codes.py",
    "reading/packed.py",
    "reading/pdf.py",
    "reading/picture.py",
    "reading/refusal.py",
    "reading/workbook.py",
    "refusals.py",
    "templatetags/__init__.py",
    "templatetags/ui.py",
    "slots.py",
    "storage.py",
    "text.py",
    "transactions.py",
    "uploads.py",
    "views.py",
    "workflow.py",
}
# Models without a policy of their own: "app.Model": reason
WITHOUT_POLICY = {}
# Moments without a person behind them: "app.Model.field": reason
WITHOUT_PERSON = {
    "notices.Mail.written_at": "the portal writes it",
    "notices.Mail.next_try_at": "the portal tries",
    "notices.Mail.sent_at": "the portal sends it",
    "notices.Mail.given_up_at": "the portal gives it up",
    "limits.Counter.ends_at": "the portal counts",
}
# Moments whose pair has no constraint: "app.Model.field": reason
WITHOUT_CONSTRAINT = {}
# Addresses that neither are public nor name an action: "namespace:name": reason
WITHOUT_ACTION = {}
# What writes on somebody's behalf and lies outside of modules called `actions`.
ACTIONS_BESIDE = {
    f"meetings/{name}.py" for name in ("addressees", "dismissals", "feeds", "joint", "quarters")
}
# Actions that do not ask: "module.function": reason
WITHOUT_QUESTION = {
    "accounts.actions.end_access": "follows from what ends it",
    "accounts.actions.end_keys": "follows from what ends it",
    "accounts.actions.make_token": "for the one who asks",
    "audit.actions.append_event": "notes what was done, or refused",
    "audit.actions.record_transition": "notes what was done",
    "committees.actions.contacts.erase_expired_contacts": "the portal erases by the calendar",
    "committees.actions.contacts.follow_contact": "follows from joining two rows",
    "committees.actions.mandates.link_council": "follows from a new committee",
    "committees.actions.profiles.count_answers": "reads, and notes that it did",
    "committees.actions.profiles.erase_expired": "the portal erases by the calendar",
    "committees.actions.profiles.follow_person": "follows from joining two rows",
    "committees.actions.profiles.read_profile": "hands out what the reader may see, or nothing",
    "committees.actions.members.open_seat_for": "a part of seating and correcting members",
    "committees.actions.seats.add_seat": "a part of opening seats and seating members",
    "meetings.actions.versions.claim_version": "a part of every saving",
    "meetings.addressees.recognise": "the portal recognises what it knows",
    "meetings.feeds.end_feed": "follows from what ends the access",
    "meetings.feeds.make_feed": "for the one who asks",
    "notices.actions.deliver": "the portal sends",
    "notices.actions.forget_address": "follows from what takes the address out",
    "notices.actions.write_mails": "the portal writes",
    "notices.actions.write_secret": "the portal writes",
}
# Where the portal acts by itself: within actions, for decisions, demonstration data and commands.
UNASKED = r"(^|/)actions(/\w+)?\.py$|^establishment/carrying_out|^portal/demo/|/commands/"
# Libraries guard their own pages.
LIBRARIES = ("allauth.", "django.", "ninja.")


def label_of(model):
    return f"{model._meta.app_label}.{model.__name__}"


def own_files(pattern):
    """Yield the project's files with their text; migrations are Django's."""
    for folder in [*(Path(app.path) for app in OWN_APPS), ROOT / "templates"]:
        for path in sorted(folder.rglob(pattern)):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text()


def markup(source):
    """Return the HTML of a template, without the tags, variables and comments of Django."""
    source = re.sub(r"{% comment %}.*?{% endcomment %}", "", source, flags=re.DOTALL)
    return re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", source, flags=re.DOTALL)


def test_apps_and_modules_import_downwards_only(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, no_logo=True) == 0, capsys.readouterr().out


def test_core_is_a_closed_list():
    found = {path.relative_to(ROOT / "core").as_posix() for path in (ROOT / "core").rglob("*.py")}
    assert found == CORE


def test_postgresql_is_driven_by_psycopg2():
    if connection.vendor != "postgresql":
        pytest.skip("runs on PostgreSQL")
    assert connection.Database.__name__ == "psycopg2"


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("style attribute", r"<[^>]*\sstyle\s*="),
        ("event attribute", r"<[^>]*\son[a-z]+\s*="),
        ("style element", r"<style\b"),
        ("script in a javascript: address", r"javascript:"),
    ],
)
def test_templates_hold_nothing_that_the_content_policy_forbids(what, pattern):
    found = [
        name for name, source in own_files("*.html") if re.search(pattern, markup(source), re.I)
    ]
    assert not found, what


def test_scripts_in_templates_are_files_data_or_carry_a_nonce():
    found = [
        f"{name}: {tag}"
        for name, source in own_files("*.html")
        for tag in re.findall(r"<script\b[^>]*>", source)
        if not re.search(r"\b(src|nonce)=|application/json", tag)
    ]
    assert not found


def test_status_changes_only_in_the_workflow():
    found = [
        f"{name}: {line.strip()}"
        for name, source in own_files("*.py")
        for line in source.splitlines()
        if re.search(r"\.status\s*=[^=]", line) and name != "core/workflow.py"
    ]
    assert not found


def test_addresses_hold_nothing_but_what_they_may():
    """`<str:…>` lets any sign through, up to a zero byte that no database takes."""
    assert [name for name, source in own_files("urls.py") if "<str:" in source] == []


def kinds_below(kind):
    """Yield every class that comes of another."""
    for below in kind.__subclasses__():
        yield below
        yield from kinds_below(below)


def test_lists_of_forms_take_no_more_rows_than_a_page_draws_in_time():
    """Django's own bound is two thousand, which take longer than anybody waits."""
    # A list of forms that another test made is gone by then.
    gc.collect()
    assert list(views())
    made = [kind for kind in kinds_below(BaseFormSet) if hasattr(kind, "absolute_max")]
    assert len(made) > 4
    assert [kind.__name__ for kind in made if kind.absolute_max > 250] == []


def test_transactions_write_last_what_all_writers_share():
    """Django's own `atomic` would hold the lock of the audit record to its end."""
    found = {name for name, source in own_files("*.py") if "transaction.atomic" in source}
    assert found == {"core/transactions.py", "reports/triggers.py"}


def test_locked_rows_may_still_be_pointed_at():
    """A full lock stops whoever adds a row that points at the locked one: two such deadlock."""
    found = [
        name
        for name, source in own_files("*.py")
        if re.search(r"select_for_update\((?!no_key=True)", source)
    ]
    assert not found


@pytest.mark.parametrize("model", OWN_MODELS, ids=label_of)
def test_model_has_a_policy_and_a_queryset_that_asks_it(model):
    if label_of(model) in WITHOUT_POLICY:
        return
    assert isinstance(model._default_manager.all(), PolicyQuerySet)
    assert "view" in policy_of(model)


def moments():
    """Yield every moment of our models that ends in `_at`."""
    for model in OWN_MODELS:
        for field in model._meta.local_fields:
            if isinstance(field, models.DateTimeField) and field.name.endswith("_at"):
                yield pytest.param(model, field.name, id=f"{label_of(model)}.{field.name}")


def fields_in(condition):
    """Return the names of the fields that a condition speaks of."""
    names = set()
    for child in getattr(condition, "children", ()):
        names |= {child[0].split("__")[0]} if isinstance(child, tuple) else fields_in(child)
    return names


@pytest.mark.parametrize(("model", "name"), list(moments()))
def test_moment_and_person_are_set_together(model, name):
    label = f"{label_of(model)}.{name}"
    if label in WITHOUT_PERSON:
        return
    person = f"{name.removesuffix('_at')}_by"
    fields = {field.name: field for field in model._meta.local_fields}
    assert person in fields
    if label in WITHOUT_CONSTRAINT or not (fields[name].null or fields[person].null):
        return
    assert any(
        {name, person} <= fields_in(constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    )


def actions():
    """Yield name and function of all that writes on somebody's behalf."""
    for name, _source in own_files("*.py"):
        if re.search(r"(^|/)actions(/\w+)?\.py$", name) or name in ACTIONS_BESIDE:
            module = import_module(name.removesuffix(".py").replace("/", "."))
            for function in vars(module).values():
                if isfunction(function) and function.__module__ == module.__name__:
                    yield f"{module.__name__}.{function.__name__}", function


WRITES = (
    r"\.(save|create|get_or_create|update_or_create|bulk_create|update|delete)\(|append_event\("
)
ASKS = r"@asks\(|\bclaim\(|\.perform\("


def test_every_action_asks_whether_it_may():
    found = [
        name
        for name, function in actions()
        if not function.__name__.startswith("_")
        and name not in WITHOUT_QUESTION
        and re.search(WRITES, getsource(function))
        and not re.search(ASKS, getsource(function))
    ]
    assert not found


def test_pages_leave_the_writing_to_actions():
    found = [
        f"{name}: {line.strip()}"
        for name, source in own_files("*.py")
        for line in source.splitlines()
        if re.search(r"(^|/)views(/\w+)?\.py$", name)
        and re.search(
            r"(?<!self)\.save\((?!commit=False)|\.objects\b.*\.(create|update|delete)\(", line
        )
    ]
    assert not found


def test_only_the_portal_itself_goes_without_asking():
    found = [
        name
        for name, source in own_files("*.py")
        if ".unasked(" in source and not re.search(UNASKED, name)
    ]
    assert not found


def test_every_page_is_public_or_names_its_action():
    found = [
        name
        for name, view in views()
        if not view.__module__.startswith(LIBRARIES)
        and name not in WITHOUT_ACTION
        and getattr(view, "login_required", True)
        and not getattr(getattr(view, "view_class", None), "action", None)
        and not getattr(view, "view_initkwargs", {}).get("action")
    ]
    assert not found


@pytest.mark.parametrize(
    ("exempt", "known"),
    [
        (WITHOUT_POLICY, lambda: {label_of(model) for model in OWN_MODELS}),
        (WITHOUT_PERSON, lambda: {moment.id for moment in moments()}),
        (WITHOUT_CONSTRAINT, lambda: {moment.id for moment in moments()}),
        (WITHOUT_ACTION, lambda: {name for name, _view in views()}),
        (WITHOUT_QUESTION, lambda: {name for name, _action in actions()}),
    ],
    ids=["policy", "person", "constraint", "action", "question"],
)
def test_exemptions_are_for_things_that_exist(exempt, known):
    assert exempt.keys() <= known()
