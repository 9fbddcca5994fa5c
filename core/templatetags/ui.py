"""The components of the interface as template tags; `/ui/` shows all of them.

Every tag takes keyword arguments only: an argument that is missing, misspelt or out of its range
stops the page in a test instead of drawing half a component.
"""

from django import template
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

register = template.Library()

# A tone never speaks alone: each has the symbol that stands beside the word.
TONES = {"ok": "✓", "warn": "!", "bad": "✕", "act": "→", "mute": "–"}
TONES_OF_LEVELS = {"success": "ok", "warning": "warn", "danger": "bad"}
BUTTON_CLASSES = {
    "primary": "btn-primary",
    "secondary": "btn-outline-primary",
    "danger": "btn-outline-danger",
    "link": "btn-link",
}
# Steps without a symbol carry their number.
TIMELINE_STATES = {
    "done": ("✓", _("done")),
    "current": ("", _("current step")),
    "next": ("", _("to come")),
    "returned": ("!", _("returned")),
    "stopped": ("✕", _("refused")),
}


def _chosen(options, key, what):
    """Return the option of that name; a name that does not exist is an error of the page."""
    try:
        return options[key]
    except KeyError:
        names = ", ".join(options)
        raise ImproperlyConfigured(f"{key!r} is no {what}. Use one of: {names}.") from None


@register.filter
def tone(level_tag):
    """Return the tone of a message's level: `success`, `warning`, `danger`, or any other."""
    return TONES_OF_LEVELS.get(level_tag, "act")


@register.simple_tag
def badge(*, label, tone="mute", symbol=""):
    """A state in words with its symbol; tones `ok`, `warn`, `bad`, `act`, `mute`.

    Written here and not in a template of its own: lists show one in every row.
    """
    default = _chosen(TONES, tone, "tone")
    return format_html(
        '<span class="c-badge c-badge--{}"><span class="c-badge__symbol" aria-hidden="true">{}'
        "</span>{}</span>",
        tone,
        symbol or default,
        label,
    )


@register.simple_tag
def status_badge(*, choice):
    """The badge of a `TextChoices` member that has `label`, `tone` and `symbol`."""
    return badge(label=choice.label, tone=choice.tone, symbol=choice.symbol)


@register.simple_block_tag
def card(content, *, heading="", heading_id="", note=""):
    """A framed part of a page."""
    context = {"content": content, "heading": heading, "heading_id": heading_id, "note": note}
    return render_to_string("components/card.html", context)


@register.simple_block_tag
def alert(content, *, tone="act", heading=""):
    """A message inside the page: what happened and what happens next."""
    symbol = _chosen(TONES, tone, "tone")
    context = {"content": content, "tone": tone, "symbol": symbol, "heading": heading}
    return render_to_string("components/alert.html", context)


@register.simple_block_tag
def scroll_region(content, *, label):
    """A wide table that scrolls sideways inside the page, by keyboard as well."""
    return render_to_string("components/scroll_region.html", {"content": content, "label": label})


@register.inclusion_tag("components/button.html")
def button(*, label, url="", style="secondary", disabled_reason="", name="", value=""):
    """A link (with `url`) or a submit button; styles `primary`, `secondary`, `danger`, `link`.

    With a `disabled_reason` it cannot be pressed and says why.
    """
    return {
        "label": label,
        "url": url,
        "css_class": _chosen(BUTTON_CLASSES, style, "style of a button"),
        "disabled_reason": disabled_reason,
        "name": name,
        "value": value,
    }


@register.inclusion_tag("components/page_header.html")
def page_header(*, title, lead="", status=None, eyebrow=""):
    """The heading of a page: record number, title, state and one sentence."""
    return {"title": title, "lead": lead, "status": status, "eyebrow": eyebrow}


@register.inclusion_tag("components/empty_state.html")
def empty_state(*, title, text="", url="", action=""):
    """What stands where a list would be, and what to do next."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("components/definition_list.html")
def definition_list(*, items):
    """Facts of one record: pairs of term and value; a value that is missing shows as a dash."""
    return {"items": list(items)}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, *, page):
    """The pages of a list; the links keep everything else in the address."""
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "ellipsis": page.paginator.ELLIPSIS,
        "query": context["request"].GET,
    }


@register.inclusion_tag("components/stat.html")
def stat(*, value, label, of=None, detail="", url=""):
    """One figure with its total, its name and its context; None shows as a dash, never as zero."""
    return {"value": value, "of": of, "label": label, "detail": detail, "url": url}


@register.inclusion_tag("components/timeline.html")
def timeline(*, items):
    """The way of a record: mappings with `title`, `state` and, if known, `detail` and `note`."""
    steps = []
    for number, item in enumerate(items, start=1):
        symbol, word = _chosen(TIMELINE_STATES, item["state"], "state of a timeline")
        steps.append({**item, "symbol": symbol or number, "state_word": word})
    return {"steps": steps}


@register.inclusion_tag("components/filter_chips.html")
def filter_chips(*, items, clear_url=""):
    """The filters in force, mappings with `label` and `remove_url`, each removable."""
    return {"items": list(items), "clear_url": clear_url}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*, form, formsets=()):
    """All errors of a page's forms in one place, each a link to its field."""
    errors = _errors_of(form)
    for formset in formsets or ():
        errors += [(None, "", message) for message in formset.non_form_errors()]
        for row in formset.forms:
            errors += _errors_of(row)
    return {"errors": errors}


def _errors_of(form):
    """Return (label, id of the field, message) of each error, those of the whole form first."""
    if not form or not form.is_bound:
        return []
    errors = [(None, "", message) for message in form.non_field_errors()]
    for field in form:
        # A group of radio buttons or check boxes has no id of its own: go to its first one.
        target = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
        label = None if field.is_hidden else field.label
        errors += [(label, "" if field.is_hidden else target, message) for message in field.errors]
    return errors
