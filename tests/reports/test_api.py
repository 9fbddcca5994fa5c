"""The JSON interface: shape, rights, wrong questions."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.actions import make_account, make_token, revoke_token
from committees.models import Committee

pytestmark = pytest.mark.django_db
PRIZREN, PEJE = "20", "17"


@pytest.fixture
def country(make):
    """Two councils: one met six times in 2023 and four in 2022, the other five times in 2023."""
    prizren, peje = make.council(PRIZREN), make.council(PEJE)
    make.meetings(prizren, 6, year=2023, incident_discussed=True)
    make.meetings(prizren, 4, year=2022)
    make.meetings(peje, 5, year=2023)
    make.plan(prizren, year=2023, adopted_on=date(2023, 1, 9), activities_for_communities=True)
    make.compensation(peje, "partly", year=2023)
    make.member(prizren, "f")
    make.member(prizren, "m")
    return prizren, peje


def ask(client, query=""):
    response = client.get(f"/api/v1/indicators/?{query}")
    assert response.status_code == 200, response.content
    return response.json()


def by_key(answer):
    return {indicator["key"]: indicator for indicator in answer["indicators"]}


def place(indicator, code):
    return next(row for row in indicator["by_municipality"] if row["municipality"] == code)


def test_indicators_answer_in_full(client, country):
    answer = ask(client, "kind=kksb&year=2023")
    assert (answer["kind"], answer["year"], answer["previous_year"]) == ("kksb", 2023, 2022)
    assert answer["rule"]["meetings_per_year"] == 6
    assert "27/2012" in answer["rule"]["source"]
    indicators = by_key(answer)
    assert indicators["meetings_held"]["national"] == {
        "value": 11,
        "numerator": 11,
        "denominator": None,
        "counts": {},
        "previous": {"value": 4, "numerator": 4, "denominator": None, "counts": {}},
    }
    assert indicators["meets_requirement"]["national"]["numerator"] == 1
    assert indicators["meets_requirement"]["national"]["denominator"] == 2
    assert indicators["meets_requirement"]["national"]["value"] == 50.0
    assert indicators["work_plan"]["national"]["counts"] == {"with_activities": 1, "no": 1}
    assert indicators["women_share"]["national"]["value"] == 50.0
    assert len(indicators["established"]["by_municipality"]) == 38


def test_a_municipality_answers_for_itself(client, country):
    indicators = by_key(ask(client, "year=2023"))
    assert place(indicators["meetings_held"], PRIZREN) == {
        "municipality": PRIZREN,
        "state": "established",
        "value": 6,
        "numerator": 6,
        "denominator": None,
        "counts": {},
        "previous": {"value": 4, "numerator": 4, "denominator": None, "counts": {}},
    }
    assert place(indicators["meets_requirement"], PRIZREN)["value"] == "yes"
    assert place(indicators["meets_requirement"], PEJE)["value"] == "no"
    assert place(indicators["work_plan"], PRIZREN)["value"] == "with_activities"
    assert place(indicators["compensation_respected"], PEJE)["value"] == "partly"
    assert place(indicators["compensation_respected"], PRIZREN)["value"] is None
    assert place(indicators["incidents_discussed"], PRIZREN)["value"] == 6
    assert place(indicators["established"], "01")["value"] == "not_established"
    missing = place(indicators["meetings_held"], "01")
    assert (missing["state"], missing["value"]) == ("not_established", None)


def test_no_data_is_null_and_never_zero(client, country):
    indicators = by_key(ask(client, "year=2019"))
    assert indicators["meetings_held"]["national"]["value"] is None
    assert place(indicators["meetings_held"], PRIZREN)["value"] is None
    assert place(indicators["meets_requirement"], PRIZREN)["value"] is None


@pytest.mark.parametrize("query", ["municipality=20", "region=prizren&year=2023"])
def test_an_area_is_asked_for(client, country, query):
    codes = {
        row["municipality"] for row in by_key(ask(client, query))["established"]["by_municipality"]
    }
    assert codes == ({"20"} if query.startswith("m") else {"05", "20", "24", "32"})


@pytest.mark.parametrize(
    "wrong", ["year=abc", "year=1800", "kind=zzz", "region=nowhere", "municipality=99"]
)
def test_a_wrong_question_is_told(client, reference, wrong):
    response = client.get(f"/api/v1/indicators/?{wrong}")
    assert response.status_code == 422
    assert response.json()["errors"][wrong.partition("=")[0]][0]


@pytest.mark.parametrize(
    "address",
    ["meetings/?year=abc", "meetings/?status=zzz", "meetings/?page=x", "committees/?region=zzz"],
)
def test_a_wrong_filter_of_a_list_is_told(client, country, address):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 422
    wrong = address.partition("?")[2].partition("=")[0]
    assert list(response.json()["errors"]) == [wrong]


@pytest.fixture
def user(db):
    return make_account.unasked(email="reader@example.org", password="long-enough-1", by=None)


def test_a_personal_key_signs_in(client, country, user):
    _token, key = make_token(user=user, name="test")
    headers = {"Authorization": f"Bearer {key}"}
    assert client.get("/api/v1/meetings/", headers=headers).json()["count"] == 15
    assert "session" not in client.cookies


@pytest.mark.parametrize("spoil", ["wrong", "revoked", "expired", "inactive"])
def test_a_key_that_opens_nothing_is_refused(client, country, user, spoil):
    token, key = make_token(user=user, name="test")
    if spoil == "wrong":
        key += "x"
    elif spoil == "revoked":
        revoke_token(token, by=user)
    elif spoil == "expired":
        token.expires_on = timezone.localdate() - timedelta(days=1)
        token.save()
    else:
        user.is_active = False
        user.save()
    response = client.get("/api/v1/meetings/", headers={"Authorization": f"Bearer {key}"})
    assert response.status_code == 401
    assert response.json() == {"detail": "Unauthorized"}


def test_executive_meetings_do_not_exist_for_the_public(client, make):
    make.meetings(make.council(PRIZREN), 2, kind="executive")
    nothing = {"count": 0, "next": None, "previous": None, "results": []}
    assert client.get("/api/v1/meetings/").json() == nothing


def test_meetings_take_the_filters_of_the_page(client, country):
    found = client.get("/api/v1/meetings/?municipality=17&year=2023&status=held&q=peja").json()
    assert found["count"] == 5
    assert {row["committee"] for row in found["results"]} == {country[1].slug}
    assert found["results"][0]["date"] == "2023-05-10"


def test_committees_list_all_38_councils(client, country):
    answer = client.get("/api/v1/committees/?kind=kksb").json()
    assert answer["count"] == 38
    states = {row["municipality"]: row["state"] for row in answer["results"]}
    assert states[PRIZREN] == "established"
    assert states["01"] == "not_established"
    assert Committee.objects.count() == 2


def test_nothing_can_be_written(client, reference):
    assert client.post("/api/v1/meetings/", {}).status_code == 405
