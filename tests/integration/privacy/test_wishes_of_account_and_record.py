"""A tie may be wrong: an account takes back its own no, and a record's stays with the record."""

import re

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT, account
from tests.integration.privacy.test_messages_once_untied import afresh, browser, untie

from dampak.accounts.managing.giving import close_account
from dampak.accounts.managing.tying import tie_to_record
from dampak.accounts.models import Role, User
from dampak.audit.models import Entry
from dampak.messaging import letters
from dampak.messaging.delivering import take
from dampak.messaging.letters import Letter, letter
from dampak.messaging.models import Message, State, Way, Wish
from dampak.messaging.services import decline, send
from dampak.messaging.stopping import stop_link, stop_path
from dampak.organisations.models import Person, RestrictionKind
from dampak.organisations.services.restricting import restrict_person

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WISHES = "/kotak-masuk/pilihan/"
STAYS = "Penolakan itu tetap berlaku walaupun penolakan Anda sendiri dibatalkan"


@pytest.fixture
def news():
    """A letter that is neither urgent nor mandatory."""
    yield letter("test.plain", version=1, subject="A message to try things out", body="%(link)s")
    del letters._KNOWN["test.plain"]


def standing() -> set[str]:
    return set(Wish.objects.values_list("recipient", flat=True))


def record_key(office) -> str:
    return f"person:{office.person.pk}"


def test_the_no_of_a_record_stays_whatever_an_account_takes_back(office):
    decline(record_key(office), at=AT)
    browser(office.budi).post(WISHES, {"keluar": "tidak"})
    assert standing() == {record_key(office), f"user:{office.budi.pk}"}
    told = browser(office.budi).post(WISHES, {"keluar": "ya"}, follow=True).content.decode()
    assert "Penolakan pesan pada data pegawai Anda tetap berlaku. Tautan dikirim" in told
    assert standing() == {record_key(office)}
    untie(office)
    assert standing() == {record_key(office)}
    assert list(Entry.objects.filter(deed="messages.accepted").values_list("by", flat=True)) == [
        f"user:{office.budi.pk}"
    ]


def test_the_inbox_says_what_stays_and_how_it_is_taken_back(office):
    budi = browser(office.budi)
    assert STAYS not in budi.get("/kotak-masuk/").content.decode()
    decline(record_key(office), at=AT)
    page = budi.get("/kotak-masuk/").content.decode()
    assert (STAYS in page, "Kirim tautan ke alamat itu" in page) == (True, True)
    budi.post(WISHES, {"keluar": "tidak"})
    page = budi.get("/kotak-masuk/").content.decode()
    assert (STAYS in page, "Kirim tautan ke alamat itu" in page) == (True, False)


def test_the_link_goes_to_the_address_of_the_record_alone_and_takes_the_no_back(office):
    decline(record_key(office), at=AT)
    for _ in range(2):
        browser(office.budi).post(WISHES, {"keluar": "ya"})
    mailed = Message.objects.get(letter="messaging.take-back")
    assert (mailed.way, mailed.person, mailed.user) == ("email", office.person, None)
    assert "dengan akun budi" in mailed.body("id")
    (path,) = re.findall(r"http://localhost:8000(/\S+)", mailed.body("id"))
    assert path == stop_path(record_key(office))
    anybody = Client()
    assert "Anda dapat membatalkannya di sini" in anybody.get(path).content.decode()
    assert standing() == {record_key(office)}
    anybody.post(path, {"keluar": "ya"})
    assert standing() == set()


def test_a_record_without_an_address_is_told_so(office):
    decline(record_key(office), at=AT)
    Person.objects.filter(pk=office.person.pk).update(email="")
    told = browser(office.budi).post(WISHES, {"keluar": "ya"}, follow=True).content.decode()
    assert "Tautan tidak dapat dikirim: di data pegawai itu belum ada alamat" in told
    assert not Message.objects.filter(letter="messaging.take-back").exists()


def test_a_restricted_record_gets_no_link_and_the_page_says_so(office):
    decline(record_key(office), at=AT)
    restrict_person(office.person, RestrictionKind.RESTRICTION, until=None, by="test", at=AT)
    told = browser(office.budi).post(WISHES, {"keluar": "ya"}, follow=True).content.decode()
    assert "atau datanya sedang dibatasi" in told
    assert Message.objects.get(letter="messaging.take-back").state == State.WITHHELD


def mail_to(to: Person | User, news: Letter, *, key: str) -> Message:
    """The e-mail of a letter that may be declined."""
    sent = send(to, news, {"link": "/"}, key=key, at=AT)
    return next(each for each in sent if each.way == Way.EMAIL)


def state_of(to: Person | User, news: Letter, *, key: str) -> str:
    """What becomes of it."""
    mail = mail_to(to, news, key=key)
    take(mail.pk, at=AT)
    mail.refresh_from_db()
    return mail.state


def test_a_no_holds_for_record_and_account_while_they_are_one_and_apart_afterwards(office, news):
    decline(record_key(office), at=AT)
    assert state_of(office.person, news, key="1") == State.DECLINED
    assert state_of(afresh(office.budi), news, key="2") == State.DECLINED
    untie(office)
    assert state_of(office.person, news, key="3") == State.DECLINED
    assert state_of(afresh(office.budi), news, key="4") == State.SENDING


def test_an_account_that_was_untied_no_longer_silences_the_record(office, news):
    browser(office.budi).post(WISHES, {"keluar": "tidak"})
    assert state_of(office.person, news, key="1") == State.DECLINED
    untie(office)
    assert state_of(office.person, news, key="2") == State.SENDING


def test_the_no_of_a_closed_account_is_not_taken_back_by_another_account(office, news):
    browser(office.budi).post(WISHES, {"keluar": "tidak"})
    close_account(office.budi, by=office.chief, at=AT)
    another = account("lain", Role.CIVIL_SERVANT, office.below)
    tie_to_record(another, office.person, beside={office.budi.pk}, by=office.chief, at=AT)
    browser(another).post(WISHES, {"keluar": "ya"})
    assert state_of(office.person, news, key="1") == State.DECLINED
    Client().post(stop_path(record_key(office)), {"keluar": "ya"})
    assert state_of(office.person, news, key="2") == State.SENDING


def test_a_no_by_link_is_of_whose_address_it_came_to(office, news):
    parcel = take(mail_to(office.person, news, key="1").pk, at=AT)
    assert parcel is not None
    assert parcel.outgoing.stop_link == stop_link(record_key(office))
    Person.objects.filter(pk=office.person.pk).update(email="")
    person = Person.objects.get(pk=office.person.pk)
    parcel = take(mail_to(person, news, key="2").pk, at=AT)
    assert parcel is not None
    assert parcel.outgoing.address == office.budi.email
    assert parcel.outgoing.stop_link == stop_link(f"user:{office.budi.pk}")


def with_another_address(office) -> User:
    """The account is tied to the record, perhaps wrongly, and has proved an address of its own."""
    User.objects.filter(pk=office.budi.pk).update(email="lain@example.go.id")
    return afresh(office.budi)


def test_a_tie_alone_lets_no_account_silence_the_address_of_a_record(office, news):
    account = with_another_address(office)
    told = browser(account).post(WISHES, {"keluar": "tidak"}, follow=True).content.decode()
    assert "Pesan untuk data pegawai Anda tetap dikirim juga ke alamat di data itu" in told
    assert "Mulai sekarang pesan seperti ini" not in told
    assert state_of(office.person, news, key="1") == State.SENDING
    assert state_of(account, news, key="2") == State.DECLINED


def test_an_account_that_proved_the_address_of_the_record_speaks_for_it_and_the_page_is_calm(
    office, news
):
    User.objects.filter(pk=office.budi.pk).update(email=office.budi.email.upper())
    told = browser(office.budi).post(WISHES, {"keluar": "tidak"}, follow=True).content.decode()
    assert "tetap dikirim juga ke alamat di data itu" not in told
    assert state_of(office.person, news, key="1") == State.DECLINED


def test_where_the_record_has_no_address_the_no_of_the_account_holds_for_its_own(office, news):
    account = with_another_address(office)
    Person.objects.filter(pk=office.person.pk).update(email="")
    told = browser(account).post(WISHES, {"keluar": "tidak"}, follow=True).content.decode()
    assert "tetap dikirim juga ke alamat di data itu" not in told
    person = Person.objects.get(pk=office.person.pk)
    assert state_of(person, news, key="1") == State.DECLINED


def test_the_no_of_a_record_does_not_silence_an_account_at_an_address_of_its_own(office, news):
    account = with_another_address(office)
    decline(record_key(office), at=AT)
    assert state_of(office.person, news, key="1") == State.DECLINED
    parcel = take(mail_to(account, news, key="2").pk, at=AT)
    assert parcel is not None
    assert parcel.outgoing.address == "lain@example.go.id"
    assert parcel.outgoing.stop_link == stop_link(f"user:{account.pk}")


def test_an_account_without_an_address_heeds_the_no_of_the_record_that_lends_it_one(office, news):
    User.objects.filter(pk=office.budi.pk).update(email="")
    parcel = take(mail_to(afresh(office.budi), news, key="1").pk, at=AT)
    assert parcel is not None
    assert parcel.outgoing.address == office.person.email
    assert parcel.outgoing.stop_link == stop_link(record_key(office))
    decline(record_key(office), at=AT)
    assert state_of(afresh(office.budi), news, key="2") == State.DECLINED


def test_a_link_of_the_record_takes_nothing_back_that_was_said_at_another_address(office):
    browser(with_another_address(office)).post(WISHES, {"keluar": "tidak"})
    close_account(afresh(office.budi), by=office.chief, at=AT)
    Client().post(stop_path(record_key(office)), {"keluar": "ya"})
    assert standing() == {f"user:{office.budi.pk}"}
