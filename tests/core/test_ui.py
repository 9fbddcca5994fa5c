import hashlib
import re
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

# Components are drawn from what they are handed.
pytestmark = pytest.mark.once

SUBMITTED = SimpleNamespace(label="submitted", tone="act", symbol="→")
LANGUAGES = ["sq", "sr-latn", "en"]


class PlaceForm(forms.Form):
    name = forms.CharField(label="Name")
    quorum = forms.ChoiceField(label="Quorum", widget=forms.RadioSelect, choices=[("y", "Yes")])
    list = forms.FileField(label="List", required=False)

    def clean(self):
        raise forms.ValidationError("Somebody was faster")


def draw(source, **context):
    """Return the HTML of a template that loads the components, with its spaces collapsed."""
    html = Template("{% load ui %}" + source).render(Context(context))
    return " ".join(html.split())


def test_badge_speaks_by_symbol_and_word():
    assert draw('{% badge label="at risk" tone="warn" %}') == (
        '<span class="c-badge c-badge--warn"><span class="c-badge__symbol" aria-hidden="true">!'
        "</span>at risk</span>"
    )


def test_badge_escapes_its_word():
    assert "&lt;b&gt;" in draw("{% badge label=label %}", label="<b>")


def test_badge_of_an_unknown_tone_names_the_tones():
    with pytest.raises(ImproperlyConfigured, match="'red' is no tone. Use one of: ok, warn"):
        draw('{% badge label="late" tone="red" %}')


def test_status_badge_takes_everything_from_the_choice():
    html = draw("{% status_badge choice=status %}", status=SUBMITTED)
    assert "c-badge--act" in html
    assert "→</span>submitted" in html


@pytest.mark.parametrize(
    "tag",
    [
        '{% badge "late" %}',
        '{% badge label="late" colour="red" %}',
        "{% stat value=1 %}",
        '{% button "Save" %}',
    ],
)
def test_components_refuse_anything_but_their_own_keywords(tag):
    with pytest.raises(TemplateSyntaxError):
        draw(tag)


def test_button_is_a_link_with_an_address_and_a_submit_button_without():
    assert draw('{% button label="Open" url="/x/" %}') == (
        '<a class="btn btn-outline-primary" href="/x/">Open</a>'
    )
    assert draw('{% button label="Save" style="primary" name="step" value="save" %}') == (
        '<button type="submit" class="btn btn-primary" name="step" value="save">Save</button>'
    )


def test_disabled_button_says_why_and_leads_nowhere():
    html = draw('{% button label="Approve" url="/x/" disabled_reason="No attendance." %}')
    assert " disabled>Approve</button>" in html
    assert "No attendance." in html
    assert "/x/" not in html


def test_card_and_alert_hold_their_content():
    html = draw('{% card heading="Facts" heading_id="facts" %}<p>{{ x }}</p>{% endcard %}', x="<i>")
    assert '<section class="c-card" aria-labelledby="facts">' in html
    assert "<p>&lt;i&gt;</p>" in html
    html = draw('{% alert tone="bad" heading="Refused" %}<p>Too big.</p>{% endalert %}')
    assert "c-alert--bad" in html
    assert "<p>Too big.</p>" in html


def test_alerts_take_their_tone_from_the_level_of_a_message():
    assert draw("{{ a|tone }} {{ b|tone }} {{ c|tone }}", a="danger", b="success", c="info") == (
        "bad ok act"
    )


def test_scroll_region_can_be_reached_by_keyboard():
    html = draw('{% scroll_region label="Months" %}<table></table>{% endscroll_region %}')
    assert 'role="region" aria-label="Months" tabindex="0"' in html


def test_page_header_has_one_heading_with_the_state_below():
    html = draw(
        "{% page_header title=title status=status %}", title="Zhur & Vërmicë", status=SUBMITTED
    )
    assert "<h1>Zhur &amp; Vërmicë</h1>" in html
    assert "submitted" in html


def test_empty_state_offers_the_next_step():
    html = draw('{% empty_state title="No meeting" url="/new/" action="Plan one" %}')
    assert '<a class="btn btn-primary" href="/new/">Plan one</a>' in html


def test_definition_list_shows_a_dash_for_what_is_missing_and_zero_for_zero():
    html = draw("{% definition_list items=items %}", items=[("Seat", None), ("Guests", 0)])
    assert "<dt>Seat</dt> <dd>–</dd>" in html
    assert "<dt>Guests</dt> <dd>0</dd>" in html


def test_stat_tells_zero_from_not_established():
    assert "0 <small>of 34</small>" in draw('{% stat value=0 of=34 label="Met" %}')
    assert '<p class="c-stat__value"> – </p>' in draw('{% stat value=None label="Met" %}')


def test_timeline_says_in_words_which_step_is_the_current_one():
    html = draw(
        "{% timeline items=items %}",
        items=[{"title": "Station", "state": "done"}, {"title": "Director", "state": "current"}],
    )
    assert 'aria-current="step"> <span class="c-timeline__symbol" aria-hidden="true">2<' in html
    assert '<span class="visually-hidden">(current step)</span>' in html


def test_timeline_refuses_a_state_that_it_cannot_draw():
    with pytest.raises(ImproperlyConfigured, match="no state of a timeline"):
        draw("{% timeline items=items %}", items=[{"title": "Station", "state": "lost"}])


def test_pagination_keeps_the_filters_of_the_address():
    html = draw(
        "{% pagination page=page %}",
        page=Paginator(range(120), 50).page(2),
        request=RequestFactory().get("/", {"region": "prizren", "page": 2}),
    )
    assert "51 to 100 of 120" in html
    assert '<a rel="next" href="?region=prizren&amp;page=3">' in html
    assert '<a aria-current="page" href="?region=prizren&amp;page=2" aria-label="Page 2">' in html


def test_pagination_of_a_single_page_is_nothing():
    page = Paginator(range(3), 50).page(1)
    assert draw("{% pagination page=page %}", page=page, request=RequestFactory().get("/")) == ""


def test_filter_chips_say_that_they_remove():
    html = draw("{% filter_chips items=items %}", items=[{"label": "2026", "remove_url": "?"}])
    assert "Remove the filter 2026" in html


def test_error_summary_links_to_each_field_and_names_errors_of_the_whole_form():
    html = draw("{% error_summary form=form %}", form=PlaceForm({}))
    assert "There are 3 problems on this page" in html
    assert "<li>Somebody was faster</li>" in html
    assert '<a href="#id_name">Name: This field is required.</a>' in html
    assert '<a href="#id_quorum_0">Quorum: This field is required.</a>' in html


def test_error_summary_covers_formsets():
    formset = formset_factory(PlaceForm)(
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "0",
            "form-0-name": "",
            "form-0-quorum": "y",
        }
    )
    formset.forms[0].empty_permitted = False
    html = draw("{% error_summary form=None formsets=formsets %}", formsets=[formset])
    assert '<a href="#id_form-0-name">' in html


def test_error_summary_of_an_untouched_form_is_nothing():
    assert draw("{% error_summary form=form %}", form=PlaceForm()) == ""


def test_form_layout_puts_the_summary_before_a_form_that_can_carry_files():
    html = render_to_string("layouts/form.html", {"form": PlaceForm({}), "cancel_url": "/back/"})
    assert html.index("c-error-summary") < html.index("<form")
    assert 'enctype="multipart/form-data"' in html
    assert '<a class="btn btn-link" href="/back/">Cancel</a>' in html
    assert "<title>Error:" in html


def test_every_described_field_has_its_description():
    html = render_to_string("layouts/form.html", {"form": PlaceForm({})})
    described = {i for ids in re.findall(r'aria-describedby="([^"]*)"', html) for i in ids.split()}
    assert described
    assert described <= set(re.findall(r'\bid="([^"]*)"', html))


def test_list_layout_says_what_to_do_when_nothing_matches():
    html = render_to_string("layouts/list.html", {"object_list": []})
    assert "Nothing matches these filters" in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_neither_a_request_nor_a_database(page, language):
    with translation.override(language):
        html = render_to_string(f"{page}.html")
    assert f'<html lang="{language}">' in html
    assert html.count("<h1>") == 1


def test_refusal_shows_its_reason():
    assert "<p>Only the chair approves.</p>" in render_to_string(
        "403.html", {"exception": "Only the chair approves."}
    )


def test_language_switch_names_the_language_of_each_link():
    languages = [{"code": "sq", "name": "Shqip", "url": "/sq/?a=1&b=2", "active": False}]
    html = render_to_string("404.html", {"languages": languages})
    assert '<a href="/sq/?a=1&amp;b=2" lang="sq" hreflang="sq">Shqip</a>' in html


def test_demonstration_data_is_announced():
    banner = "Demonstration data: no figure on this page is real."
    assert banner in render_to_string("404.html", {"is_demo": True})
    assert banner not in render_to_string("404.html", {"is_demo": False})


@pytest.mark.parametrize("language", LANGUAGES)
def test_gallery_shows_every_component(language):
    context = {
        "status": SUBMITTED,
        "facts": [("Place", "Prizren")],
        "steps": [{"title": "Station", "state": "next"}],
        "chips": [{"label": "2026", "remove_url": "?"}],
        "page_obj": Paginator(range(200), 50).page(2),
        "form": PlaceForm({}),
        "request": RequestFactory().get("/"),
    }
    with translation.override(language):
        html = render_to_string("gallery.html", context)
    drawn = set(re.findall(r'class="c-([a-z-]+)[" ]', html))
    assert drawn >= {
        "alert",
        "badge",
        "button-off",
        "card",
        "chips",
        "empty",
        "error-summary",
        "facts",
        "page-header",
        "pagination",
        "scroll",
        "stat",
        "table",
        "tasks",
        "timeline",
    }


def test_vendored_files_are_the_ones_that_were_written_down():
    static = settings.BASE_DIR / "static" / "vendor"
    rows = re.findall(
        r"^\| `([^`]+)`.*`([0-9a-f]{64})` \|$", (static / "VENDOR.md").read_text(), flags=re.M
    )
    assert len(rows) == 4
    for name, digest in rows:
        path = settings.BASE_DIR / name if name.startswith("tests/") else static / name
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, name


def test_style_sheets_point_only_to_files_that_are_there():
    for sheet in settings.BASE_DIR.glob("static/**/*.css"):
        text = sheet.read_text()
        assert "sourceMappingURL" not in text, sheet
        assert "@import" not in text, sheet
        for target in re.findall(r'url\("?([^")]+)"?\)', text):
            assert target.startswith("data:") or (sheet.parent / target).exists(), target
