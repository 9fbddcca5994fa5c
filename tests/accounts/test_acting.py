"""Whoever stands in for somebody: the same post until a day, and «X for Y» on what they decide."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.actions import confirm_role, end_role, give_role
from accounts.models import RoleGrant, User
from committees.models import Committee
from tests.anew import sign_in_anew
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.places import MunicipalityFactory, PoliceRegionFactory, PoliceStationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
OTHER_POSTS = {
    "another station": {"station": PoliceStationFactory},
    "a lower post of the station": {"role": "station_officer"},
    "a higher post": {"role": "regional_director", "station": None, "region": PoliceRegionFactory},
    "another branch": {
        "role": "municipal_officer",
        "station": None,
        "municipality": MunicipalityFactory,
    },
    "the whole country": {"role": "general_director", "station": None},
}


@pytest.fixture
def holder():
    """The commander of a station, who is away in June."""
    return RoleGrantFactory(station_commander=True, user__last_name="Zotëruesi")


@pytest.fixture
def administrator():
    return RoleGrantFactory(administrator=True).user


@pytest.fixture
def admin(client, administrator):
    sign_in_anew(client, administrator)
    return client


def post_of(holder, **changes):
    """Return the fields of a grant that stands in for the holder."""
    fields = {
        "role": holder.role,
        "station": holder.station,
        "from_on": FIRST,
        "until_on": LAST,
        "acting_for": holder,
    }
    changes = {name: value() if callable(value) else value for name, value in changes.items()}
    return fields | changes


def typed_for(holder, **changes):
    """Return what an administrator types to let somebody stand in for the holder."""
    return {
        "role": holder.role,
        "station": holder.station_id,
        "from_on": "2026-06-01",
        "until_on": "2026-06-30",
        "acting_for": holder.pk,
        "act": "Decision 12/2026",
    } | changes


def form_page(user):
    return reverse("accounts:role-give", args=[user.pk])


def test_stand_in_has_the_same_post_until_the_last_day(administrator, holder):
    grant = give_role(by=administrator, user=UserFactory(), **post_of(holder))
    confirm_role(grant, by=RoleGrantFactory(administrator=True).user)
    assert grant.post == holder.post
    assert grant.acting_for == holder
    for day, holds in ((-1, False), (0, True), (29, True), (30, False)):
        assert grant.is_in_force(FIRST + timedelta(days=day)) is holds
    holder.refresh_from_db()
    assert holder.until_on is None, "whoever is away keeps the post"


def test_standing_in_needs_an_end(administrator, holder):
    user = UserFactory()
    with pytest.raises(ValidationError, match="Whoever stands in does so until a day: say which"):
        give_role(by=administrator, user=user, **post_of(holder, until_on=None))
    assert not user.grants.exists()


def test_standing_in_can_end_sooner_and_never_goes_on_for_good(administrator, holder):
    grant = RoleGrantFactory(**post_of(holder))
    end_role(grant, until_on=date(2026, 6, 20), by=administrator)
    assert RoleGrant.objects.get(pk=grant.pk).until_on == date(2026, 6, 20)
    with pytest.raises(ValidationError, match="until a day: say which"):
        end_role(grant, until_on=None, by=administrator)
    assert RoleGrant.objects.get(pk=grant.pk).until_on == date(2026, 6, 20)


@pytest.mark.parametrize("changes", OTHER_POSTS.values(), ids=OTHER_POSTS)
def test_standing_in_is_for_the_same_post_and_no_other(administrator, holder, changes):
    user = UserFactory()
    with pytest.raises(ValidationError, match="Role and place must be those of the person"):
        give_role(by=administrator, user=user, **post_of(holder, **changes))
    assert not user.grants.exists()


def test_nobody_stands_in_for_themselves(administrator, holder):
    with pytest.raises(ValidationError, match="Nobody stands in for themselves"):
        give_role(by=administrator, user=holder.user, **post_of(holder))
    assert holder.user.grants.get() == holder


def test_nobody_stands_in_for_a_stand_in(administrator, holder):
    first = give_role(by=administrator, user=UserFactory(), **post_of(holder))
    user = UserFactory()
    with pytest.raises(ValidationError, match="Choose the holder of the post"):
        give_role(by=administrator, user=user, **post_of(first))
    assert not user.grants.exists()
    assert give_role(by=administrator, user=user, **post_of(holder)).acting_for == holder


def test_name_says_who_stands_in_for_whom(holder):
    acting = RoleGrantFactory(user__last_name="Zëvendësi", **post_of(holder))
    assert holder.holder_name == "Arta Zotëruesi"
    assert acting.holder_name == "Arta Zëvendësi for Arta Zotëruesi"


def test_stand_in_has_the_power_of_the_post_in_these_days_and_no_longer(world):
    holder = RoleGrantFactory(station_commander=True, station=world.klsp.station)
    user = UserFactory()
    acting = RoleGrantFactory(user=user, **post_of(holder))
    seen = Committee.objects.permitted(user, "view_members").filter(pk=world.klsp.pk)
    assert seen.exists()
    RoleGrant.objects.filter(pk=acting.pk).update(until_on=date(2026, 6, 14))
    # What somebody holds is read once for each request, which loads its user anew.
    user = User.objects.get(pk=user.pk)
    assert not Committee.objects.permitted(user, "view_members").exists()


def test_page_that_gives_a_role_lets_somebody_stand_in(admin, holder):
    user = UserFactory()
    page = admin.post(form_page(user), typed_for(holder), follow=True)
    assert "The role is given and holds once" in page.content.decode()
    grant = user.grants.get()
    assert (grant.acting_for, grant.station, grant.until_on) == (holder, holder.station, LAST)
    assert f"stands in for {holder.user}" in page.content.decode()
    assert (
        "stands in for"
        not in admin.get(reverse("accounts:detail", args=[holder.user_id])).content.decode()
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"until_on": ""}, "Whoever stands in does so until a day: say which."),
        ({"until_on": "2026-05-31"}, "The last day lies before the first."),
        ({"until_on": "soon"}, "Enter a valid date."),
        (
            {"role": "general_director", "station": ""},
            "Role and place must be those of the person stood in for.",
        ),
        ({"role": "king"}, "king is not one of the available choices."),
    ],
)
def test_stand_in_that_does_not_fit_says_why_and_keeps_what_was_typed(admin, holder, changes, said):
    user = UserFactory()
    typed = typed_for(holder, **changes)
    page = admin.post(form_page(user), typed)
    text = page.content.decode()
    assert said in text
    assert f'<option value="{holder.pk}" selected>{holder}</option>' in text
    assert 'value="Decision 12/2026"' in text
    assert 'value="2026-06-01"' in text
    assert not typed["until_on"] or f'value="{typed["until_on"]}"' in text
    assert not user.grants.exists()


def test_page_offers_the_holders_of_today_and_nobody_else(admin, administrator, world, holder):
    user = UserFactory()
    RoleGrantFactory(station_officer=True, user=user)
    RoleGrantFactory(osce_monitor=True, until_on=date(2026, 6, 14))
    RoleGrantFactory(osce_monitor=True, from_on=date(2026, 6, 16))
    acting = RoleGrantFactory(**post_of(holder))
    form = admin.get(form_page(user)).context["form"]
    assert set(form.fields["acting_for"].queryset) == {holder, administrator.grants.get()}
    own = user.grants.get()
    for chosen in (acting, own):
        page = admin.post(form_page(user), typed_for(holder, acting_for=chosen.pk))
        assert page.context["form"].errors.keys() == {"acting_for"}
    assert user.grants.get() == own


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_three_stand_ins_as_for_one(admin, count, django_assert_num_queries):
    user = UserFactory()
    for _number in range(count):
        holder = RoleGrantFactory(station_commander=True)
        RoleGrantFactory(user=user, **post_of(holder))
    with django_assert_num_queries(9):
        page = admin.get(reverse("accounts:detail", args=[user.pk]))
    assert page.content.decode().count("stands in for") == count
    with django_assert_num_queries(14):
        form = admin.get(form_page(user)).context["form"]
    # The administrator holds a post as well, and nobody is chosen at first.
    assert len(form.fields["acting_for"].choices) == count + 2
