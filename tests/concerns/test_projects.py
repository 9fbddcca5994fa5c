"""Problem-solving records and small projects."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from concerns.models import ProblemRecord, Project
from concerns.workflow import PROJECT
from tests.factories.concerns import ProblemRecordFactory, ProjectFactory
from tests.factories.meetings import ConcernFactory
from tests.roles import answer, names_every_action, rights, rows_of, truth_table

pytestmark = pytest.mark.django_db
LETTERS = {"v": "view", "e": "edit", "n": "view_history"}
PROJECTS = truth_table("""
    klsp  kksb
    anonymous                  -    -
    account                    -    -
    station_commander          vn   vn
    station_officer            vn   -
    station_commander nearby   -    vn
    regional_director          vn   vn
    community_policing         vn   vn
    deputy_general_director    vn   vn
    general_director           vn   vn
    municipal_officer          ven  ven
    mia_officer                vn   vn
    mlga_officer               vn   vn
    osce_monitor               v    v
    administrator              ven  ven
    chair                      ven  ven
    deputy                     ven  ven
    secretary                  ven  ven
    member                     vn   vn
    observer                   vn   vn
    police                     vn   vn
    every role, ended          -    -
    every role, to come        -    -
    every place, elsewhere     -    -
    every office, ended        -    -
    every office, to come      -    -
    every office, elsewhere    -    -
""")
STEPS = {
    "proposed": {"begin", "give-up"},
    "running": {"finish", "give-up"},
    "finished": {"propose-again"},
    "given_up": {"propose-again"},
}
MAKE = {"proposed": {}, "running": {"running": True}, "finished": {"finished": True}} | {
    "given_up": {"given_up": True}
}
SENT = {
    "donor": "OSBE",
    "cost": "2500.50",
    "started_on": "2026-05-01",
    "ended_on": "2026-06-01",
    "result": "U krye.",
    "comment": "Arsyeja",
}


def page(name, project, **more):
    keys = {"committee": project.committee.slug, "pk": project.pk, **more}
    return reverse(f"concerns:{name}", kwargs=keys)


def test_table_speaks_of_every_action_and_every_step():
    assert names_every_action(Project, LETTERS)
    assert {
        status: {step.name for step in PROJECT.transitions if status in step.sources}
        for status in STEPS
    } == STEPS


@rows_of(PROJECTS)
def test_policy_list_pages_and_new_ones(signed_in, world, name, expected):
    client = signed_in(name)
    for place, letters in expected.items():
        committee = getattr(world, place)
        project = ProjectFactory(committee=committee)
        assert rights(client.user, project, LETTERS) == letters
        for address, needed in (("project", "v"), ("project-edit", "e"), ("project-history", "n")):
            found, status = answer(client, page(address, project), letters, needed)
            assert found == status, (place, address)
        of_committee = "v" + ("r" if "v" in letters else "") + ("e" if "e" in letters else "")
        for address, needed in (("projects", "r"), ("project-create", "e")):
            url = reverse(f"concerns:{address}", args=[committee.slug])
            found, status = answer(client, url, of_committee, needed)
            assert found == status, (place, address)
        listed = client.get(reverse("concerns:projects", args=[committee.slug]))
        if "v" in letters:
            assert list(listed.context["object_list"]) == [project]


@pytest.mark.parametrize("state", STEPS)
def test_every_step_from_every_state_by_everybody(client, world, state):
    project = ProjectFactory(committee=world.klsp, **MAKE[state])
    for name, cells in PROJECTS.items():
        user, letters = world.person(name), cells["klsp"]
        client.logout()
        if user.is_authenticated:
            client.force_login(user)
        for step in PROJECT.transitions:
            url = page("project-step", project, step=step.name)
            with transaction.atomic():
                client.post(url, SENT)
                moved = Project.objects.get(pk=project.pk).status_at is not None
                transaction.set_rollback(True)
            assert moved is ("e" in letters and step.name in STEPS[state]), (name, step.name)


@pytest.fixture
def keeper(signed_in):
    return signed_in("municipal_officer")


def test_project_is_proposed_for_a_concern_funded_to_the_cent_and_finished(keeper, world):
    concern = ConcernFactory(meeting=None, committee=world.klsp)
    url = reverse("concerns:project-create", args=[world.klsp.slug])
    keeper.post(url, {"title": "Kamera te shkolla", "concern": concern.number})
    project = Project.objects.get()
    assert project.concern == concern
    keeper.post(page("project-step", project, step="begin"), SENT)
    project.refresh_from_db()
    assert (project.status, project.cost) == ("running", Decimal("2500.50"))
    text = keeper.get(project.get_absolute_url()).text
    assert "2500.50" in text
    assert concern.number in text
    assert project.title in keeper.get(concern.get_absolute_url()).text
    keeper.post(page("project-step", project, step="finish"), SENT)
    project.refresh_from_db()
    assert (project.status, project.ended_on) == ("finished", date(2026, 6, 1))


@pytest.mark.parametrize(
    ("step", "changed", "message"),
    [
        ("begin", {"cost": "-1"}, "greater than or equal to 0"),
        ("begin", {"cost": "1.005"}, "no more than 2 decimal places"),
        ("begin", {"donor": ""}, "This field is required."),
        ("begin", {"started_on": "2026-06-16"}, "This day has not come yet."),
        ("give-up", {"ended_on": "2026-06-16"}, "This day has not come yet."),
        ("give-up", {"result": ""}, "This field is required."),
    ],
)
def test_a_step_says_what_is_wrong(keeper, world, step, changed, message):
    project = ProjectFactory(committee=world.klsp)
    response = keeper.post(page("project-step", project, step=step), SENT | changed)
    assert message in response.text
    project.refresh_from_db()
    assert project.status == "proposed"


def test_end_lies_after_the_beginning(keeper, world):
    project = ProjectFactory(committee=world.klsp, running=True)
    url = page("project-step", project, step="finish")
    response = keeper.post(url, SENT | {"ended_on": "2025-02-28"})
    assert "It cannot have ended before it began." in response.text


def test_donor_of_a_running_project_can_be_corrected_but_not_left_out(keeper, world):
    project = ProjectFactory(committee=world.klsp, running=True)
    url = page("project-edit", project)
    sent = {"title": project.title, "cost": "10", "started_on": "2025-03-01"}
    refused = keeper.post(url, sent | {"donor": ""})
    assert "A project that runs has a donor, a cost and a day." in refused.text
    keeper.post(url, sent | {"donor": "Komuna"})
    project.refresh_from_db()
    assert project.donor == "Komuna"


def test_concern_of_another_committee_is_not_taken(keeper, world):
    far = ConcernFactory(meeting=None, committee=world.elsewhere)
    url = reverse("concerns:project-create", args=[world.klsp.slug])
    refused = keeper.post(url, {"title": "Kamera", "concern": far.number})
    assert "No concern that you see before this committee has this number." in refused.text


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_projects(signed_in, world, count, django_assert_num_queries):
    for _number in range(count):
        ProjectFactory(committee=world.klsp)
    client = signed_in("osce_monitor")
    with django_assert_num_queries(11):
        client.get(reverse("concerns:projects", args=[world.klsp.slug]))


def problem_page(concern):
    return reverse("concerns:problem", args=[concern.number])


def test_problem_is_solved_in_four_steps_each_resting_on_the_one_before(keeper, world):
    concern = ConcernFactory(meeting=None, committee=world.klsp)
    url = problem_page(concern)
    refused = keeper.post(url, {"scanning": "Shpejtësi", "response": "Patrullë"})
    assert "A response rests on an analysis: write that first." in refused.text
    keeper.post(url, {"scanning": "Shpejtësi", "analysis": "Rruga e drejtë"})
    written = {"scanning": "Shpejtësi", "analysis": "Rruga e drejtë", "response": "Patrullë"}
    refused = keeper.post(url, written | {"assessment": "Ndihmoi"})
    assert "An assessment has words, a day and an answer whether it helped" in refused.text
    ahead = {"assessment": "Ndihmoi", "assessed_on": "2026-06-16", "has_helped": "true"}
    assert "This day has not come yet." in keeper.post(url, written | ahead).text
    keeper.post(url, written | ahead | {"assessed_on": "2026-06-01"})
    record = ProblemRecord.objects.get()
    assert (record.has_helped, record.history.count()) == (True, 2)
    text = keeper.get(concern.get_absolute_url()).text
    for words in ("Rruga e drejtë", "Patrullë", "it helped"):
        assert words in text


def test_problem_is_written_by_those_who_handle_the_concern(client, world):
    concern = ConcernFactory(meeting=None, committee=world.klsp)
    ProblemRecordFactory(concern=concern)
    for name, status in (("chair", 200), ("account", 404), ("member", 403), ("osce_monitor", 403)):
        client.force_login(world.person(name))
        assert client.get(problem_page(concern)).status_code == status, name
    assert "veturat kalojnë shpejt" in client.get(concern.get_absolute_url()).text
