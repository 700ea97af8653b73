"""Who has an account only, or wrote in from outside, is answered by the same request."""

import json

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT, account
from tests.integration.privacy.test_erasing import everything_in_the_ledger

from dampak.accounts.managing.inviting import invite
from dampak.accounts.models import Invitation, Role, User
from dampak.audit.chain import seal_pages, verify
from dampak.audit.models import Entry
from dampak.messaging.models import Message
from dampak.messaging.notices import TRIAL
from dampak.messaging.services import send
from dampak.privacy.models import Asked, PrivacyRequest
from dampak.privacy.naming import KINDS, VALUES
from dampak.privacy.selectors.one_person import Kept, kept_about
from dampak.privacy.selectors.whose import subject_behind
from dampak.privacy.services.answering import identify, prove_address
from dampak.privacy.services.asking import ask, ask_as_stranger
from dampak.privacy.services.erasing_accounts import erase_without_record
from dampak.privacy.services.refusals import CannotErase

pytestmark = [pytest.mark.database, pytest.mark.django_db]
MARKS = ("Xylofon", "xylofon")


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def bare(office):
    """Somebody with an account, a link for it and a letter, and no record of staff."""
    user = User(username="xylofon", first_name="Wati Xylofon", email="wati@xylofon.example")
    invite(user, Role.CIVIL_SERVANT, unit=office.here, by=office.chief, at=AT)
    office.bare = User.objects.get(username="xylofon")
    send(office.bare, TRIAL, {"link": "/"}, key="letter", at=AT)
    Client().force_login(office.bare)
    return office


def wanted(user) -> PrivacyRequest:
    told = {"words": "Saya, Wati Xylofon", "nonce": "hapus", "language": "id"}
    return ask(user, Asked.DELETION, **told, at=AT)


def proved(bare, request) -> PrivacyRequest:
    """The card is read, and the address is theirs."""
    identify(request, person=None, by=bare.chief, at=AT)
    prove_address(request, by=bare.chief, at=AT)
    return PrivacyRequest.objects.get(pk=request.pk)


def strange(nonce="s", kind=Asked.DELETION) -> PrivacyRequest:
    told = {"called": "Wati Xylofon", "reach": "wati@xylofon.example", "words": "Xylofon"}
    return ask_as_stranger(kind, **told, nonce=nonce, language="id", at=AT)


def test_all_of_an_account_is_shown_and_taken_away_by_its_request(bare):
    kept = kept_about(subject_behind(wanted(bare.bare)))
    assert [row["username"] for row in kept.accounts] == ["xylofon"]
    assert len(kept.invitations) == len(kept.requests) == len(kept.roles) == 1
    assert len(kept.messages) == Message.objects.filter(user=bare.bare).count() > 0
    assert kept.person == []


def test_all_of_a_stranger_is_found_by_the_address(bare):
    first, second = strange(), strange("other", Asked.ACCESS)
    kept = kept_about(subject_behind(proved(bare, first)))
    assert {row["number"] for row in kept.requests} == {first.pk, second.pk}
    assert [row["username"] for row in kept.accounts] == ["xylofon"]
    letters = Message.objects.filter(letter="privacy.received", user=None)
    assert letters.count() == 2
    assert len(kept.messages) == letters.count() + Message.objects.filter(key="letter").count()


def test_nothing_is_shown_or_handed_over_before_somebody_checked_who_asks(bare):
    request, chief = strange(), browser(bare.chief)
    url = f"/privasi/permintaan/{request.pk}/data"
    assert "xylofon.example" not in chief.get(f"{url}/").content.decode()
    assert chief.get(f"{url}.json").status_code == 404
    proved(bare, request)
    assert "xylofon.example" in chief.get(f"{url}/").content.decode()
    taken = json.loads(chief.get(f"{url}.json").content)
    assert taken["account"][0]["email"] == "wati@xylofon.example"
    assert "wati@xylofon.example" in chief.get(f"{url}.csv").content.decode()
    assert Entry.objects.filter(deed="privacy.exported", by="chief").count() == 2


def test_a_record_under_the_address_is_pointed_out_to_who_may_see_it(bare):
    told = {"called": "Budi", "reach": "budi.markah@example.go.id", "words": "", "nonce": "b"}
    request = ask_as_stranger(Asked.DELETION, **told, language="id", at=AT)
    identify(request, person=None, by=bare.chief, at=AT)
    page = browser(bare.chief).get(f"/privasi/permintaan/{request.pk}/").content.decode()
    assert bare.person.public_id in page


@pytest.mark.parametrize("asking", [lambda bare: wanted(bare.bare), lambda _bare: strange()])
def test_nothing_in_the_ledger_or_the_book_names_an_account_that_was_blanked(bare, asking):
    request = asking(bare)
    if request.identified_at is None:
        request = proved(bare, request)
    seal_pages(AT)
    for _ in range(2):
        erase_without_record(request, closing={bare.bare.pk}, words="Ya", by="chief", at=AT)
    # The last letter still has to find its way to the address.
    said = everything_in_the_ledger(besides=("messaging.Message", "audit.Entry"))
    assert [mark for mark in MARKS if mark in said] == []
    for message in Message.objects.exclude(key=f"privacy-erased:{request.pk}"):
        assert not any(mark in f"{message.context}{message.address}" for mark in MARKS)
    assert Message.objects.filter(key=f"privacy-erased:{request.pk}").count() == 1
    assert not Invitation.objects.exists()
    assert Entry.objects.filter(deed="account.erased").count() == 1
    request.refresh_from_db()
    assert request.outcome == "partly"
    assert verify() == []


def test_nobody_is_blanked_unseen_or_beside_their_record(bare):
    unseen = strange()
    with pytest.raises(CannotErase):
        erase_without_record(unseen, closing={bare.bare.pk}, words="Ya", by="chief", at=AT)
    budis = wanted(bare.budi)
    with pytest.raises(CannotErase):
        erase_without_record(budis, closing={bare.budi.pk}, words="Ya", by="chief", at=AT)
    assert User.objects.filter(username="xylofon", is_active=True).exists()


def test_the_last_administrator_stays(bare):
    request = wanted(bare.chief)
    with pytest.raises(CannotErase):
        erase_without_record(request, closing={bare.chief.pk}, words="Ya", by="ratna", at=AT)
    assert User.objects.get(pk=bare.chief.pk).is_active


def test_the_steward_looks_first_then_blanks_on_the_page(bare):
    account("kedua", Role.ADMINISTRATOR)
    request, chief = wanted(bare.bare), browser(bare.chief)
    url = f"/privasi/permintaan/{request.pk}/hapus/"
    page = chief.get(url).content.decode()
    assert "xylofon" in page
    for _ in range(2):
        assert chief.post(url, {"akun": bare.bare.pk}).status_code == 302
    assert not User.objects.filter(username="xylofon").exists()


def test_every_page_about_deletion_says_that_answers_of_citizens_cannot_be_found(bare):
    request = wanted(bare.bare)
    chief = browser(bare.chief)
    pages = [
        Client().get("/privasi/ajukan/"),
        browser(bare.budi).get("/privasi/saya/"),
        chief.get(f"/privasi/permintaan/{request.pk}/data/"),
        chief.get(f"/privasi/permintaan/{request.pk}/hapus/"),
    ]
    assert all("anonim" in page.content.decode() for page in pages)


def test_every_kind_and_value_of_what_is_kept_has_its_words(bare):
    told = kept_about(subject_behind(wanted(bare.budi)))
    assert isinstance(told, Kept)
    assert set(told.tables()) == set(KINDS)
    names = {name for rows in told.tables().values() for row in rows for name in row}
    assert names - set(VALUES) == set()


def test_on_the_screen_codes_and_moments_are_words(bare):
    request = wanted(bare.bare)
    page = browser(bare.chief).get(f"/privasi/permintaan/{request.pk}/data/").content.decode()
    for code in ("civil-servant", ">deletion<", ">inbox<", "T10:00", "+00:00"):
        assert code not in page
