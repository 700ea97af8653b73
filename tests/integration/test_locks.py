"""When the door closes, what it says, and who opens it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from dampak.accounts.models import Assignment, Role, User
from dampak.accounts.services import open_account
from dampak.accounts.signing_in.lockout import count_try, lift_lock
from dampak.accounts.signing_in.models import Lock, Try
from dampak.audit.models import Entry
from dampak.messaging.models import Message
from dampak.organisations.models import Unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PASSWORD = "loket prima 9"
MORNING = datetime(2026, 3, 2, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as standing:
        yield standing


def knock(name="sri", typed="wrong", address="10.1.2.3"):
    given = {"username": name, "password": typed}
    return Client(REMOTE_ADDR=address).post("/masuk/", given)


def close(name="sri", address="10.1.2.3"):
    for _ in range(11):
        answer = knock(name, address=address)
    return answer


def test_the_lock_says_what_happened_until_when_and_what_to_do(people):
    words = close().content.decode()
    assert "ditutup sejak pukul 10.00: dicoba 11 kali tanpa hasil" in words
    assert "Terbuka sendiri pukul 10.15 WIB, 15 menit lagi" in words
    assert "administrator kantor Anda" in words


def test_a_name_that_nobody_has_gets_the_same_words(people):
    assert close("nobody").content.decode().count("dicoba 11 kali") == 1


def test_it_opens_by_itself(people, clock):
    close()
    clock.shift(timedelta(minutes=15, seconds=1))
    assert knock(typed=PASSWORD).status_code == 302


def test_other_names_and_other_places_stay_open(people):
    close()
    assert knock("budi", PASSWORD).status_code == 302
    assert knock("sri", PASSWORD, address="10.9.9.9").status_code == 429


def test_a_line_that_chooses_another_address_each_time_is_one_place(people, settings):
    settings.MOST_TRIES_FROM_AN_ADDRESS = 10
    for number in range(1, 12):
        answer = knock(f"name{number}", address=f"2001:db8:1:2::{number}")
    assert answer.status_code == 429
    assert knock("budi", PASSWORD, address="2001:db8:1:3::1").status_code == 302


def test_capitals_and_blanks_make_no_new_name(people):
    for name in ("sri", "SRI", " sri ", "Sri") * 3:
        answer = knock(name)
    assert answer.status_code == 429


def test_a_sign_in_makes_earlier_tries_count_no_longer(people):
    for _ in range(3):
        for _ in range(9):
            knock()
        assert knock(typed=PASSWORD).status_code == 302


def test_a_network_that_tries_a_hundred_names_is_closed_as_a_whole(people, settings):
    settings.MOST_TRIES_FROM_AN_ADDRESS = 20
    for number in range(21):
        answer = knock(f"name-{number}")
    assert answer.status_code == 429
    assert "Masuk dari tempat ini ditutup" in answer.content.decode()
    assert knock("sri", PASSWORD).status_code == 429
    assert knock("sri", PASSWORD, address="10.9.9.9").status_code == 302


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_says_last(people, settings):
    settings.HTTPS_ONLY = True
    settings.MOST_TRIES_FROM_AN_ADDRESS = 10
    for number in range(12):
        told = f"10.0.0.{number}, 10.7.7.7"  # the first is the client's own claim
        given = {"username": f"n{number}", "password": "x"}
        answer = Client(HTTP_X_FORWARDED_FOR=told).post("/masuk/", given)
    assert answer.status_code == 429


def test_a_password_typed_as_a_name_stands_nowhere(people):
    close("my secret password!")
    kept = [str(list(each.__dict__.values())) for each in (*Try.objects.all(), *Lock.objects.all())]
    told = [f"{each.by} {each.details} {each.subject}" for each in Entry.objects.all()]
    assert not [line for line in kept + told if "secret" in line]
    assert Entry.objects.filter(deed="sign-in.failed", by="?").count() == 10


def test_whoever_owns_the_name_is_told(people):
    close()
    letters = Message.objects.filter(letter="signing-in.locked")
    assert [each.recipient for each in letters] == [f"user:{people['sri'].pk}"]


def test_an_administrator_opens_it_and_the_book_knows(people, browser_of):
    close()
    page = browser_of("admin").get("/pintu/")
    assert "sri" in page.content.decode()
    lock = Lock.objects.get()
    browser_of("admin").post(f"/pintu/kunci/{lock.pk}/buka/")
    assert knock(typed=PASSWORD).status_code == 302
    assert Entry.objects.filter(deed="sign-in.unlocked", by="admin").count() == 1


def test_opening_twice_is_opening_once(people):
    close()
    for _ in range(2):
        lift_lock(Lock.objects.get(), by="admin", at=MORNING)
    assert Entry.objects.filter(deed="sign-in.unlocked").count() == 1


def test_the_lock_survives_a_restart_because_it_lies_in_the_ledger(people):
    close()
    assert Lock.objects.standing(at=MORNING).count() == 1
    assert count_try("sri", address="10.1.2.3", at=MORNING + timedelta(minutes=14)) is not None


def test_old_tries_are_swept_away(people, clock):
    close("nobody")
    clock.shift(timedelta(hours=1))
    knock(typed=PASSWORD)
    assert not Try.objects.exists()


@pytest.fixture
def office_administrator(people):
    """Tuti looks after the accounts of one office and of no other."""
    offices = [
        Unit.objects.create(code=code, path=path, name=code, kind="office", region_code="")
        for code, path in (("A", "0001"), ("B", "0002"))
    ]
    for name, role, unit in (
        ("tuti", Role.ADMINISTRATOR, offices[0]),
        ("clara", Role.EVALUATOR, offices[1]),
        ("dedi", Role.EVALUATOR, offices[0]),
    ):
        open_account(name, password="kunci gudang 1", role=role, by="test", at=MORNING, unit=unit)
    browser = Client()
    browser.force_login(User.objects.get(username="tuti"))
    return browser


def test_an_office_opens_its_own_doors_and_no_others(office_administrator):
    close("dedi", address="10.1.1.1")
    close("clara", address="10.2.2.2")
    close("nobody", address="10.3.3.3")
    page = office_administrator.get("/pintu/").content.decode()
    assert "dedi" in page
    assert "clara" not in page
    for lock in Lock.objects.all():
        answer = office_administrator.post(f"/pintu/kunci/{lock.pk}/buka/")
        assert answer.status_code == (302 if lock.shown == "dedi" else 404)


@pytest.mark.parametrize("deed", ["", "cabut/", "keluarkan/", "identitas/"])
def test_an_office_does_not_touch_who_stands_above_it_or_beside_it(office_administrator, deed):
    for name in ("clara", "admin", "sri"):
        url = f"/pintu/{User.objects.get(username=name).pk}/{deed}"
        ask = office_administrator.post if deed else office_administrator.get
        assert ask(url).status_code == 404, url


def test_somebody_with_one_role_elsewhere_is_not_in_its_care(office_administrator):
    dedi = User.objects.get(username="dedi")
    assert office_administrator.get(f"/pintu/{dedi.pk}/").status_code == 200
    Assignment.objects.create(
        user=dedi, role=Role.OBSERVER, unit=None, valid_from=MORNING.date(),
        given_at=MORNING, given_by="test",
    )  # fmt: skip
    assert office_administrator.get(f"/pintu/{dedi.pk}/").status_code == 404


def test_the_administrator_enters_an_identity_once_for_one_account(people, browser_of, settings):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "https://sso.example", "dampak"
    admin, sri, budi = browser_of("admin"), people["sri"], people["budi"]
    assert admin.post(f"/pintu/{sri.pk}/identitas/", {"subject": "x1"}).status_code == 302
    refused = admin.post(f"/pintu/{budi.pk}/identitas/", {"subject": "x1"})
    assert refused.status_code == 409
    assert "sudah milik akun lain" in refused.content.decode()
    admin.post(f"/pintu/{sri.pk}/identitas/", {"subject": ""})
    assert not sri.government_identities.exists()
    deeds = set(Entry.objects.filter(by="admin").values_list("deed", flat=True))
    assert {"sign-in.identity-linked", "sign-in.identity-unlinked"} <= deeds
