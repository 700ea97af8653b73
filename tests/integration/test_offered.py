"""What the menu and the home page offer: pages that open, in words that hold, and no others."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.integration.api_callers import token_for
from tests.integration.conftest import AT
from tests.integration.privacy.conftest import account

from dampak.accounts.access import GRANTED, Permission
from dampak.accounts.managing.giving import end_role
from dampak.accounts.models import Role, User
from dampak.organisations.services import NewUnit, open_unit
from dampak.website.home.openings import openings_for

pytestmark = [pytest.mark.database, pytest.mark.django_db]

READERS = [Role.TRAINER, Role.CIVIL_SERVANT, Role.OBSERVER]


@pytest.fixture
def west(db):
    return open_unit(NewUnit(code="BARAT", name="Dinas Barat"), by="test", at=AT)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def menu(user: User) -> dict[str, str]:
    """The links at the side, by their words."""
    side = re.search(r'<nav id="side".*?</nav>', browser(user).get("/").content.decode(), re.DOTALL)
    assert side
    links = re.findall(
        r'<a class="side-link" href="([^"]+)".*?</svg>([^<]+)</a>', side[0], re.DOTALL
    )
    return {words: address for address, words in links}


def without_role() -> User:
    user = account("budi", Role.CIVIL_SERVANT)
    end_role(user.assignments.get(), by=account("dewi", Role.ADMINISTRATOR), at=AT)
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("is_everywhere", [True, False])
@pytest.mark.parametrize("role", Role)
def test_whatever_is_offered_opens(west, role, is_everywhere):
    user = account("ani", role, None if is_everywhere else west)
    offered = {reverse(each.room) for each in openings_for(user)} | {*menu(user).values()}
    assert len(offered) > 4
    refused = {each for each in offered if browser(user).get(each).status_code != 200}
    assert refused == set()


@pytest.mark.parametrize("role", Role)
def test_the_menu_speaks_of_people_only_to_who_may_see_them(west, role):
    user = account("ani", role, west)
    sees_people = Permission.SEE_PEOPLE in GRANTED[role]
    assert ("Unit dan pegawai" in menu(user)) is sees_people
    assert ("Unit" in menu(user)) is not sees_people


def test_who_has_no_role_is_offered_nothing_that_refuses_them(west):
    budi = without_role()
    assert menu(budi) == {"Beranda": "/"}
    page = browser(budi).get("/").content.decode()
    assert "Setelah administrator kantor memberi Anda peran" in page
    assert "Putusan terbaru" not in page
    for opening in openings_for(budi):
        assert browser(budi).get(reverse(opening.room)).status_code == 200


def test_tokens_are_offered_to_who_may_make_or_end_one(west):
    ani = account("ani", Role.OBSERVER, west)
    assert menu(ani)["Token"] == "/token/"
    budi = account("budi", Role.CIVIL_SERVANT, west)
    token_for(budi)
    end_role(budi.assignments.get(), by=account("dewi", Role.ADMINISTRATOR), at=AT)
    page = browser(budi).get("/token/").content.decode()
    assert "Token" in menu(User.objects.get(pk=budi.pk))
    assert "/akhiri/" in page
    assert "/token/baru/" not in page


def test_who_has_no_right_to_carry_is_told_so_and_gets_no_form():
    budi = without_role()
    for address in ("/token/", "/token/baru/"):
        page = browser(budi).get(address).content.decode()
        assert "Hari ini Anda tidak dapat membuat token" in page
        assert 'name="scopes"' not in page
        assert 'href="/token/baru/"' not in page


@pytest.mark.parametrize("role", READERS)
def test_a_reader_learns_that_nothing_will_wait_and_what_there_is_to_read(west, role):
    page = browser(account("ani", role, west)).get("/")
    assert [each.room for each in page.context["openings"]] == [
        "indicators:list",
        "messaging:inbox",
    ]
    assert "tidak ada tugas yang akan menunggu" in page.content.decode()


def test_a_steward_learns_what_will_stand_here(west):
    page = browser(account("wali", Role.STEWARD, west)).get("/")
    rooms = [each.room for each in page.context["openings"]]
    assert rooms == ["privacy:incidents", "privacy:requests", "messaging:inbox"]


def test_nothing_is_proposed_where_something_waits(west):
    page = browser(account("sri", Role.TRAINING_MANAGER, west)).get("/")
    assert page.context["needs"]  # no data have been imported yet
    assert page.context["openings"] == []


def test_what_has_no_parts_is_proposed_only_to_who_has_it_all(west):
    whole = {each.room for each in openings_for(account("eva", Role.EVALUATOR))}
    part = {each.room for each in openings_for(account("edi", Role.EVALUATOR, west))}
    assert whole - part == {"studies:new", "listening:new"}
