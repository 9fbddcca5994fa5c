"""The plan as PDF, read back in each language."""

import io

import pytest
from django.conf import settings
from pypdf import PdfReader

from audit.models import AuditEvent
from tests.factories.meetings import ActivityFactory, WorkPlanFactory
from tests.factories.places import CommunityFactory
from tests.plans.conftest import plan_page

# What the paper says comes from a few plain rows; setting it takes long.
pytestmark = pytest.mark.once

LANGUAGES = [code for code, _name in settings.LANGUAGES]
WORDS = {
    "en": ["Annual work plan", "Quarter 1", "Responsible", "Adopted by the committee", "everybody"],
    "sq": ["Plani vjetor i punës", "Tremujori 1", "Përgjegjës"],
    "sr-latn": ["Godišnji plan rada", "Tromesečje 1", "Odgovoran"],
}
SPECIAL = "Çelja e klubit; Čišćenje đubreta"


@pytest.fixture
def plan(world):
    plan = WorkPlanFactory(committee=world.kksb, year=2026, adopted_on="2026-02-03")
    community = CommunityFactory(name_sq="Romë", name_sr="Romi", name_en="Roma")
    ActivityFactory(
        plan=plan,
        title=SPECIAL,
        quarter=1,
        responsible="Drejtoria e Arsimit",
        budget="1200.5",
        communities=[community],
    )
    ActivityFactory(plan=plan, title="Vizitë", quarter=4, budget="10")
    return plan


def text_of(answered):
    reader = PdfReader(io.BytesIO(answered.content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()), reader


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_says_the_plan_in_the_language(keeper, plan, language):
    answered = keeper.get(plan_page(plan, "paper"), {"language": language})
    assert answered["Content-Type"] == "application/pdf"
    assert f"plan-{plan.committee.slug}-2026.pdf" in answered["Content-Disposition"]
    text, reader = text_of(answered)
    for words in [*WORDS[language], plan.committee.name, "03.02.2026", "Drejtoria e Arsimit"]:
        assert words in text, words
    for word in SPECIAL.split():
        assert word in text
    community = {"en": "Roma", "sq": "Romë", "sr-latn": "Romi"}[language]
    assert community in text
    total = {"en": "1,210.50", "sq": "1210,50", "sr-latn": "1.210,50"}[language]
    assert total in text.replace("\xa0", ".")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert AuditEvent.objects.get(action="paper.print").detail == {"paper": "plan"}


def test_paper_in_a_language_that_is_none_is_no_page(keeper, plan):
    assert keeper.get(plan_page(plan, "paper"), {"language": "de"}).status_code == 404


def test_empty_draft_is_a_paper_too(world, keeper):
    plan = WorkPlanFactory(committee=world.kksb, year=2026)
    text, _reader = text_of(keeper.get(plan_page(plan, "paper")))
    assert text.count("No activities are planned.") == 4
    assert "Budget of all" not in text
