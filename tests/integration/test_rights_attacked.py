"""Rights in the wrong hands: lent ones, links in drawers, names that look alike, freed paths."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.integration.api_callers import caller_of
from tests.integration.conftest import AT
from tests.integration.test_rights import PASSWORD, TODAY, TOMORROW, account, tree

from dampak.accounts.managing.delegating import delegate_role
from dampak.accounts.managing.giving import close_account, end_role, give_role
from dampak.accounts.managing.inviting import CannotAccept, accept_invitation, invite, renew_link
from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.models import Assignment, Role, User
from dampak.accounts.signing_in.lockout import count_try, note_failure
from dampak.accounts.signing_in.models import Lock
from dampak.audit.models import Entry
from dampak.jobs.access import jobs_seen_by
from dampak.jobs.models import Job
from dampak.messaging.models import Message
from dampak.organisations.services import NewUnit, move_unit, open_unit

__all__ = ["account", "tree"]  # fixtures

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def lent_to_budi(tree, account):
    """Pusat rules over everything and lent it to Budi; Dewi administers one agency, Eko works."""
    chief = account("pusat", Role.ADMINISTRATOR)
    named = {"pusat": chief, "budi": account("budi"), "eko": account("eko", unit=tree["BARAT"])}
    named["dewi"] = account("dewi", Role.ADMINISTRATOR, tree["BARAT"])
    delegate_role(
        chief.assignments.get(), to=named["budi"], unit=None, until=TOMORROW, by=chief, at=AT
    )
    return named


@pytest.mark.parametrize("against", ["pusat", "dewi"])
def test_what_was_lent_rids_nobody_of_an_administrator(lent_to_budi, against):
    budi, watcher = lent_to_budi["budi"], lent_to_budi[against]
    with pytest.raises(CannotChangeRights, match="only lent"):
        end_role(watcher.assignments.get(), by=budi, at=AT)
    with pytest.raises(CannotChangeRights, match="only lent"):
        close_account(watcher, by=budi, at=AT)


def test_what_was_lent_closes_an_account_in_the_wrong_hands(lent_to_budi):
    close_account(lent_to_budi["eko"], by=lent_to_budi["budi"], at=AT)
    assert not User.objects.get(username="eko").is_active


def test_what_was_lent_opens_nobodys_door(lent_to_budi, settings):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "https://sso.example", "dampak"
    Assignment.objects.filter(delegated_from__isnull=False).update(valid_to=date(2099, 1, 1))
    budi, eko, dewi = (lent_to_budi[name] for name in ("budi", "eko", "dewi"))
    browser = Client()
    browser.force_login(budi)
    for user in (eko, dewi):
        address = f"/pintu/{user.pk}/identitas/"
        assert browser.post(address, {"subject": "saya"}).status_code in {403, 404}
        assert not user.government_identities.exists()
        with pytest.raises(CannotChangeRights):
            renew_link(user, by=budi, at=AT)
    assert browser.post(f"/pintu/{dewi.pk}/cabut/").status_code == 404


def test_nothing_is_lent_to_somebody_whose_role_there_is_over(tree, account):
    chief, head = account("pusat", Role.ADMINISTRATOR), account("hasan", Role.HEAD, tree["BARAT"])
    gone = account("gani", unit=tree["TIMUR"])
    give_role(gone, Role.TRAINER, unit=tree["BARAT"], until=TODAY, by=chief, at=AT)
    own, later = head.assignments.get(), AT + timedelta(days=3)
    until = TODAY + timedelta(days=9)
    with pytest.raises(CannotChangeRights, match="no account of this name"):
        delegate_role(own, to=gone, unit=tree["BARAT"], until=until, by=head, at=later)


def test_a_link_in_a_drawer_dies_with_the_right_of_who_made_it(tree, account):
    chief, dewi = account("pusat", Role.ADMINISTRATOR), account("dewi", Role.ADMINISTRATOR)
    first, second = User(username="eko"), User(username="fitri")
    links = [invite(each, Role.TRAINER, unit=None, by=dewi, at=AT) for each in (first, second)]
    end_role(dewi.assignments.get(), by=chief, at=AT)
    with pytest.raises(CannotAccept):
        accept_invitation(links[0], password=PASSWORD, at=AT)
    close_account(dewi, by=chief, at=AT)
    with pytest.raises(CannotAccept):
        accept_invitation(links[1], password=PASSWORD, at=AT)


def test_a_link_opens_no_account_that_has_outgrown_its_maker(tree, account):
    chief, dewi = account("pusat", Role.ADMINISTRATOR), account("dewi", Role.ADMINISTRATOR)
    Assignment.objects.filter(user=dewi).update(unit=tree["BARAT"])
    dewi = User.objects.get(pk=dewi.pk)
    eko = User(username="eko")
    link = invite(eko, Role.TRAINER, unit=tree["BARAT"], by=dewi, at=AT)
    give_role(eko, Role.ADMINISTRATOR, unit=None, by=chief, at=AT)
    with pytest.raises(CannotAccept):
        accept_invitation(link, password=PASSWORD, at=AT)


def test_who_gets_a_new_password_by_a_link_is_told(tree, account):
    chief, hasan = account("pusat", Role.ADMINISTRATOR), account("hasan", Role.HEAD)
    accept_invitation(renew_link(hasan, by=chief, at=AT), password="gudang arsip 7", at=AT)
    assert Message.objects.filter(letter="signing-in.password-changed", user=hasan).exists()


@pytest.mark.parametrize("name", ["EKO", " eko ", "ｅｋｏ"])
def test_no_second_account_looks_like_a_first(account, name):
    chief = account("pusat", Role.ADMINISTRATOR)
    account("eko")
    with pytest.raises(ValidationError):
        invite(User(username=name), Role.TRAINER, unit=None, by=chief, at=AT)


@pytest.mark.parametrize("name", ["a\0b", "\0", "x" * 10_000, "admin\u202eirs", "🙂" * 200])
def test_a_hostile_name_at_the_door_is_a_wrong_name_and_nothing_else(people, name):
    for _ in range(12):
        answer = Client().post("/masuk/", {"username": name, "password": PASSWORD})
        assert answer.status_code in {422, 429}
        note_failure(name, at=AT, means="password")
        count_try(name, address="10.0.0.9", at=AT)
    assert set(Lock.objects.values_list("user", flat=True)) == {None}


def test_who_is_locked_out_by_a_name_in_capitals_is_told_all_the_same(people):
    for _ in range(12):
        count_try(" SRI ", address="10.0.0.9", at=AT)
        note_failure("Sri", at=AT, means="password")
    assert Lock.objects.get().user == people["sri"]
    assert not Entry.objects.filter(deed="sign-in.failed", by="?").exists()


def test_a_path_that_is_given_away_shows_nothing_of_who_had_it(tree, account):
    job = Job.objects.create(
        task="x", key="k", asked_by="test", asked_at=AT, due_at=AT, tries_left=1,
        unit_path=tree["TIMUR-1"].path,
    )  # fmt: skip
    moved = move_unit(tree["TIMUR-1"], below=tree["BARAT"], on=TODAY, by="test", at=AT)
    heir = open_unit(
        NewUnit(code="BARU", name="Baru", parent=tree["TIMUR"]), on=TODAY, by="test", at=AT
    )
    assert heir.path == job.unit_path  # the path is used again
    stranger = account("clara", Role.STEWARD, heir)
    assert not jobs_seen_by(stranger).exists()
    assert jobs_seen_by(account("siti", Role.STEWARD, moved)).get() == job


def test_a_second_click_on_taking_back_is_no_error(lent_to_budi):
    Assignment.objects.filter(delegated_from__isnull=False).update(valid_to=date(2099, 1, 1))
    lent = Assignment.objects.get(delegated_from__isnull=False)
    browser = Client()
    browser.force_login(lent_to_budi["pusat"])
    for _ in range(2):
        assert browser.post(f"/pengguna/peran-saya/{lent.pk}/ambil/").status_code == 302


def test_the_api_sends_no_system_to_a_page_for_a_second_factor(people, settings):
    settings.SECOND_FACTOR_ROLES = ["administrator"]
    browser = Client()
    browser.force_login(people["admin"])
    assert browser.get("/unit/").headers["Location"].startswith("/akun/")
    assert caller_of(people["admin"]).get("/units").status_code == 200
