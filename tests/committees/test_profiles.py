"""Declarations of community and religion: who comes to them, and that they are nowhere else."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from simple_history.models import HistoricalChanges

from audit.models import AuditEvent
from committees.actions import profiles
from committees.choices import LegalBasis
from committees.models import Membership, Person, PersonalProfile
from core.policy import policy_of
from meetings.models import Meeting
from places.models import Community
from tests.factories.committees import (
    CommitteeFactory,
    MembershipFactory,
    ParticipationFactory,
    PersonalProfileFactory,
    PersonFactory,
)
from tests.factories.meetings import MeetingFactory
from tests.factories.places import CommunityFactory, ReligiousCommunityFactory
from tests.portal.test_kept_text import sign_in
from tests.roles import NAMES, TODAY, rights

MARKER, CREED, PAPER = "Markerianët e rrallë", "Kisha e Markerit", "DOSJA-MARKER-77"
OWN = "/en/me/declaration/"
WITHDRAW = "/en/me/declaration/withdraw/"


def answers(community=None, religion=None, **withheld):
    return {
        "community": community,
        "religion": religion,
        "community_withheld": False,
        "religion_withheld": False,
        **withheld,
    }


def on_paper(membership, *more):
    name = f"declaration-{''.join(more)}on-behalf"
    return reverse(f"committees:{name}", args=[membership.seat.committee.slug, membership.pk])


def sent_on_paper(**changes):
    paper = {"community": "-", "consent_given_on": "2026-06-01", "consent_paper": PAPER}
    return paper | changes


@pytest.fixture
def rare(db):
    return CommunityFactory(name_sq=MARKER, name_sr=MARKER, name_en=MARKER, code="markeria")


@pytest.fixture
def member(world):
    """A member of the local committee who signs in."""
    return world.person("member")


@pytest.fixture
def declared(member, rare):
    creed = ReligiousCommunityFactory(name_sq=CREED, name_sr=CREED, name_en=CREED)
    return PersonalProfileFactory(
        person=member.person,
        community=rare,
        religion=creed,
        community_withheld=False,
        consent_paper=PAPER,
        legal_basis=LegalBasis.PAPER,
    )


def events(action):
    return list(AuditEvent.objects.filter(action=action).order_by("pk"))


@pytest.mark.parametrize("name", NAMES)
def test_nobody_but_the_person_sees_the_row(world, declared, name):
    user = world.person(name) if name != "member" else declared.person.user
    assert rights(user, declared, {"v": "view"}) == ("v" if name == "member" else "")
    assert set(policy_of(PersonalProfile)) == {"view"}
    shown = profiles.read_profile(declared.person, by=user)
    assert (shown is not None) is (name == "member")
    assert len(events("profile.read")) == (name != "anonymous")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "anonymous"])
def test_own_page_is_there_for_members_only(signed_in, declared, name):
    client = signed_in(name) if name != "member" else None
    if client is None:
        return
    has_person = Person.objects.filter(user=client.user).exists()
    for url in (OWN, WITHDRAW):
        page = client.get(url)
        assert page.status_code == (200 if has_person else 404)
        assert MARKER not in re.sub(r"<label.*?</label>", "", page.content.decode(), flags=re.S)
    client.post(OWN, {"community": "-", "consent": "on"})
    client.post(WITHDRAW)
    assert PersonalProfile.objects.filter(pk=declared.pk).exists(), "another's stays"


def test_person_reads_changes_and_takes_back(client, declared, member):
    client.force_login(member)
    page = client.get(OWN)
    assert page["Cache-Control"].count("no-store")
    facts = re.search(r"What is kept now.*?</section>", page.content.decode(), re.S)[0]
    assert MARKER in facts
    assert CREED in facts
    assert [(event.actor, event.subject_label) for event in events("profile.read")] == [
        (member.email, str(member.person))
    ]
    client.post(OWN, {"community": "-", "religion": "", "consent": "on"})
    row = PersonalProfile.objects.get()
    assert (row.community, row.community_withheld) == (None, True)
    assert (row.religion, row.religion_withheld) == (None, False)
    assert (row.legal_basis, row.consent_paper) == (LegalBasis.CONSENT, "")
    assert (row.consent_given_on, row.declared_by) == (TODAY, member)
    assert client.post(WITHDRAW).url == reverse("portal:me")
    assert not PersonalProfile.objects.exists()
    assert len(events("profile.write")) == len(events("profile.erase")) == 1


def test_form_shows_what_is_stored(client, declared, member):
    client.force_login(member)
    form = client.get(OWN).context["form"]
    assert form.initial == {"community": "markeria", "religion": declared.religion.code}
    PersonalProfile.objects.update(community=None, community_withheld=True, religion=None)
    assert client.get(OWN).context["form"].initial == {"community": "-", "religion": ""}


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"community": "-"}, "Without your consent nothing is kept."),
        ({"consent": "on"}, "Both questions are open."),
        ({"community": "nonsense", "consent": "on"}, "Select a valid choice"),
    ],
)
def test_nothing_is_kept_without_consent_or_answer(client, member, sent, says):
    client.force_login(member)
    assert says in client.post(OWN, sent).content.decode()
    assert not PersonalProfile.objects.exists()
    assert events("profile.write") == []


def test_who_left_reads_and_takes_back_but_declares_no_more(client, declared, member):
    yesterday = TODAY - timedelta(days=1)
    Membership.objects.filter(person=member.person).update(from_on=yesterday, until_on=yesterday)
    client.force_login(member)
    page = client.get(OWN)
    assert "You sit on no committee now" in page.content.decode()
    assert client.post(OWN, {"community": "-", "consent": "on"}).status_code == 403
    assert PersonalProfile.objects.get().community == declared.community
    client.post(WITHDRAW)
    assert not PersonalProfile.objects.exists()


class TestOnBehalf:
    def test_secretary_records_and_reads_no_more(self, signed_in, world, rare):
        client = signed_in("secretary")
        membership = MembershipFactory(committee=world.klsp)
        url = on_paper(membership)
        client.post(url, sent_on_paper(community="markeria"))
        row = PersonalProfile.objects.get(person=membership.person)
        assert (row.community, row.legal_basis, row.consent_paper) == (rare, "paper", PAPER)
        assert row.declared_by == client.user
        [event] = events("profile.write")
        assert event.detail == {"on_behalf": True}
        page = client.get(url)
        assert PAPER not in page.content.decode()
        assert page.context["form"].initial == {}
        assert page.content.decode().count(" checked") == 2, "«left open», twice"
        assert profiles.read_profile(membership.person, by=client.user) is None

    def test_what_is_there_already_is_not_touched(self, signed_in, world, declared):
        client = signed_in("secretary")
        membership = Membership.objects.of(world.klsp).get(person=declared.person)
        page = client.post(on_paper(membership), sent_on_paper())
        assert "There is a declaration of this person already." in page.content.decode()
        assert PersonalProfile.objects.get().community == declared.community

    def test_paper_lies_in_the_past_and_has_a_reference(self, signed_in, world):
        client = signed_in("secretary")
        url = on_paper(MembershipFactory(committee=world.klsp))
        late = (TODAY + timedelta(days=1)).isoformat()
        page = client.post(url, sent_on_paper(consent_given_on=late, consent_paper=""))
        assert set(page.context["form"].errors) >= {"consent_given_on", "consent_paper"}
        assert not PersonalProfile.objects.exists()

    def test_taken_back_on_paper_erases_only_what_came_from_paper(self, signed_in, world, declared):
        client = signed_in("secretary")
        membership = Membership.objects.of(world.klsp).get(person=declared.person)
        url = on_paper(membership, "withdraw-")
        PersonalProfile.objects.update(legal_basis=LegalBasis.CONSENT, consent_paper="")
        client.post(url)
        assert PersonalProfile.objects.exists()
        PersonalProfile.objects.update(legal_basis=LegalBasis.PAPER, consent_paper=PAPER)
        client.post(url)
        assert not PersonalProfile.objects.exists()
        assert [event.detail for event in events("profile.erase")] == [
            {"why": "withdrawn on paper"}
        ]

    def test_not_of_oneself_and_not_of_who_left(self, signed_in, world):
        client = signed_in("secretary")
        own = Membership.objects.of(world.klsp).get(person__user=client.user)
        left = MembershipFactory(committee=world.klsp, until_on=TODAY - timedelta(days=1))
        for membership in (own, left):
            assert client.get(on_paper(membership)).status_code == 403

    @pytest.mark.parametrize(
        "name", ["chair", "municipal_officer", "administrator", "community_policing", "member"]
    )
    def test_nobody_else_records(self, signed_in, world, name):
        client = signed_in(name)
        membership = MembershipFactory(committee=world.klsp)
        for url in (on_paper(membership), on_paper(membership, "withdraw-")):
            assert client.post(url, sent_on_paper()).status_code == 403
        assert not PersonalProfile.objects.exists()


def test_answers_wait_nowhere_when_the_session_runs_out(client, member):
    sign_in(client, member)
    client.session.flush()
    client.cookies.pop("sessionid")
    asked = client.post(OWN, {"community": "markeria", "consent": "on"})
    assert asked.status_code == 302
    assert "kept_text" not in client.session
    sign_in(client, member, next=OWN)
    assert 'name="typed_by"' not in client.get(OWN).content.decode()


# What stands in the braces of addresses: several rows are tried for every number.
WORDS = {"extension": ["csv", "json"], "kind": ["meetings"], "language": ["en"], "year": [2026]}


def addresses(world, numbers):
    """Yield every address that answers to GET, filled with what there is."""

    def walk(patterns, namespace=""):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                if pattern.name:
                    yield f"{namespace}{pattern.name}", set(pattern.pattern.converters)
            else:
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                for name, more in walk(pattern.url_patterns, inner):
                    yield name, more | set(pattern.pattern.converters)

    filled = {name: values[0] for name, values in WORDS.items()}
    filled |= {"committee": world.klsp.slug, "slug": world.klsp.slug, "step": "suspend"}
    of_klsp = Meeting.objects.filter(committee=world.klsp).values_list("public_id", flat=True)
    filled["meeting"] = of_klsp.first() or "none"
    filled |= {"region": world.here.region.code, "number": 1, "quarter": 2}
    for name, wanted in walk(get_resolver().url_patterns):
        if name.startswith("account_") or not wanted <= {*filled, "pk", "code"}:
            continue
        for pk in numbers if "pk" in wanted else [None]:
            for extension in WORDS["extension"] if "extension" in wanted else [None]:
                known = filled | {"pk": pk, "extension": extension, "code": "code"}
                with translation.override("en"):
                    yield reverse(name, kwargs={key: known[key] for key in wanted})
    for path in ("committees/", "meetings/", "trainings/"):
        yield f"/en/{path}?q=marker"
    for path in ("committees/", "meetings/"):
        yield f"/api/v1/{path}?q=marker"


# Some 600 addresses, twice: what they read is asked of both databases where they are tested.
@pytest.mark.once
@pytest.mark.parametrize(
    "name",
    ["anonymous", "administrator", "secretary", "osce_monitor"],
)
def test_a_declaration_changes_no_other_page_file_or_answer(signed_in, world, member, rare, name):
    """Communities are named on forms and in figures; a declaration adds not one mention."""
    client = signed_in(name)
    membership = Membership.objects.of(world.klsp).get(person=member.person)
    meeting = MeetingFactory(committee=world.klsp, held=True)
    row = ParticipationFactory(committee=world.klsp, person=member.person)
    numbers = {membership.pk, meeting.pk, row.pk}

    def mentions():
        found = {}
        for url in addresses(world, sorted(numbers)):
            answer = client.get(url)
            body = b"".join(answer) if answer.streaming else answer.content
            text = body.decode(errors="replace")
            found[url] = (answer.status_code, text.count(MARKER), text.count(PAPER))
        return found

    before = mentions()
    assert sum(status == 200 for status, *_counts in before.values()) > 10
    PersonalProfileFactory(
        person=member.person,
        community=rare,
        community_withheld=False,
        legal_basis=LegalBasis.PAPER,
        consent_paper=PAPER,
        declared_by=member,
    )
    assert mentions() == before
    assert not any(papers for _status, _markers, papers in before.values())


def test_answers_stand_in_no_other_table(client, member, rare):
    client.force_login(member)
    client.post(OWN, {"community": "markeria", "consent": "on"})
    client.get(OWN)
    client.post(WITHDRAW)
    client.post(OWN, {"community": "markeria", "consent": "on"})
    for model in apps.get_models():
        if model in (PersonalProfile, Community):
            continue
        for values in model._base_manager.values_list():
            assert MARKER not in str(values), model
            assert "markeria" not in str(values), model
    for event in AuditEvent.objects.filter(action__startswith="profile."):
        assert event.subject_type == "committees.Person"
        assert set(event.detail) <= {"why", "on_behalf"}


def test_no_relation_leads_to_a_declaration_and_nothing_keeps_its_history():
    for model in apps.get_models():
        leading = [
            relation
            for relation in model._meta.related_objects
            if relation.related_model is PersonalProfile and not relation.hidden
        ]
        assert leading == [], model
        assert not (
            issubclass(model, HistoricalChanges) and model.__name__ == "HistoricalPersonalProfile"
        )


def test_only_the_one_door_knows_the_model(settings):
    found = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for app in ("committees", "establishment", "meetings", "reports", "portal", "accounts")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "migrations" not in path.parts and "PersonalProfile" in path.read_text()
    }
    assert found == {
        "committees/models/__init__.py",
        "committees/models/profile.py",
        "committees/permissions.py",
        "committees/actions/profiles.py",
        # The label of one field, and no row.
        "committees/forms/profiles.py",
    }
    assert (
        "PersonalProfile.objects"
        not in (settings.BASE_DIR / "committees/forms/profiles.py").read_text()
    )


def test_no_reading_where_the_event_cannot_be_written(monkeypatch, client, declared, member):
    def refuse(*_event, **_detail):
        raise RuntimeError("the audit record is full")

    monkeypatch.setattr(profiles, "append_event", refuse)
    client.force_login(member)
    with pytest.raises(RuntimeError):
        client.get(OWN)


class TestRetention:
    def run(self, *words):
        printed = StringIO()
        call_command("retain_profiles", *words, stdout=printed)
        return printed.getvalue().splitlines()[0]

    def declare_of(self, **membership):
        member = MembershipFactory(**membership)
        return PersonalProfileFactory(person=member.person)

    def test_a_year_after_the_last_membership(self, world):
        last_day = TODAY - timedelta(days=365)
        kept = self.declare_of(until_on=last_day)
        gone = self.declare_of(until_on=last_day - timedelta(days=1))
        back = self.declare_of(until_on=last_day - timedelta(days=1))
        MembershipFactory(person=back.person, from_on=TODAY + timedelta(days=9))
        self.declare_of()
        assert self.run("--dry-run") == "1 personal declarations would be erased"
        assert PersonalProfile.objects.count() == 4
        assert self.run() == "1 personal declarations erased"
        assert not PersonalProfile.objects.filter(pk=gone.pk).exists()
        assert PersonalProfile.objects.filter(pk__in=[kept.pk, back.pk]).count() == 2
        [event] = events("profile.erase")
        assert (event.actor, event.subject_label) == ("", str(gone.person))
        assert event.detail == {"why": "no longer kept"}
        assert self.run() == "0 personal declarations erased"
        assert len(events("profile.erase")) == 1

    def test_dissolved_committee_ends_the_time_of_its_members(self, world):
        long_ago = TODAY - timedelta(days=366)
        self.declare_of(committee=CommitteeFactory(dissolved=True, status_on=long_ago))
        kept = self.declare_of(
            committee=CommitteeFactory(dissolved=True, status_on=TODAY - timedelta(days=365))
        )
        self.run()
        assert list(PersonalProfile.objects.all()) == [kept]

    def test_period_is_a_setting(self, world, settings):
        settings.PROFILE_RETENTION_DAYS = 10
        self.declare_of(until_on=TODAY - timedelta(days=11))
        assert self.run() == "1 personal declarations erased"

    def test_who_never_sat_anywhere_has_no_purpose(self, world):
        PersonalProfileFactory(person=PersonFactory())
        assert self.run() == "1 personal declarations erased"


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
@hypothesis_settings(max_examples=30, deadline=None)
@given(
    spans=st.lists(
        st.tuples(st.integers(-900, 30), st.one_of(st.none(), st.integers(0, 900))), max_size=4
    ),
    days=st.integers(0, 500),
)
def test_kept_exactly_as_long_as_the_last_membership_and_the_period(spans, days):
    person = PersonFactory()
    for first, length in spans:
        MembershipFactory(
            person=person,
            from_on=TODAY + timedelta(days=first),
            until_on=None if length is None else TODAY + timedelta(days=first + length),
        )
    profile = PersonalProfileFactory(person=person)
    ends = [None if length is None else first + length for first, length in spans]
    lasts = any(end is None or end + days >= 0 for end in ends)
    assert profiles.expired(days=days).filter(pk=profile.pk).exists() is not lasts
