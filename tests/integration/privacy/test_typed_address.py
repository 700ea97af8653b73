"""Anybody can write anybody's address: what is kept under it is theirs once that was proved."""

import json
from types import SimpleNamespace

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.models import Role, User
from dampak.audit.models import Entry
from dampak.messaging.models import Message
from dampak.messaging.notices import TRIAL
from dampak.messaging.services import send
from dampak.privacy.models import Asked, PrivacyRequest
from dampak.privacy.selectors.one_person import kept_about
from dampak.privacy.selectors.whose import subject_behind
from dampak.privacy.services.answering import identify, prove_address
from dampak.privacy.services.asking import ask_as_stranger
from dampak.privacy.services.erasing_accounts import erase_without_record
from dampak.privacy.services.refusals import CannotAnswer

pytestmark = [pytest.mark.database, pytest.mark.django_db]
REACH = "sari.dewi@rumah.example"


@pytest.fixture
def desk(office: SimpleNamespace) -> SimpleNamespace:
    """Sari has an account and asked something from outside; somebody else writes her address."""
    office.sari = account("sari.dewi", Role.CIVIL_SERVANT, office.below)
    User.objects.filter(pk=office.sari.pk).update(first_name="Sari Dewi", email=REACH)
    office.sari.refresh_from_db()
    send(office.sari, TRIAL, {"link": "/"}, key="sari", at=AT)
    office.hers = stranger("Sari Dewi", "Gaji saya rahasia", REACH)
    office.asked = stranger("Wati", "Apa yang tersimpan?", REACH.title())
    return office


def stranger(called: str, words: str, reach: str, kind: Asked = Asked.DELETION) -> PrivacyRequest:
    told = {"called": called, "words": words, "reach": reach, "nonce": called}
    return ask_as_stranger(kind, **told, language="id", at=AT)


def look_at_card(desk: SimpleNamespace) -> PrivacyRequest:
    identify(desk.asked, person=None, by=desk.chief, at=AT)
    return afresh(desk.asked)


def afresh(request: PrivacyRequest) -> PrivacyRequest:
    return PrivacyRequest.objects.get(pk=request.pk)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_nothing_under_an_address_that_nobody_proved_is_shown_or_handed_over(desk):
    request, chief = look_at_card(desk), browser(desk.chief)
    url = f"{request.get_absolute_url()}data"
    for said in (chief.get(f"{url}/"), chief.get(f"{url}.json"), chief.get(f"{url}.csv")):
        assert "Apa yang tersimpan" in said.content.decode()
        assert "rahasia" not in said.content.decode()
        assert "sari.dewi" not in said.content.decode()
    taken = json.loads(chief.get(f"{url}.json").content)
    assert (taken["account"], taken["roles"]) == ([], [])
    assert [each["number"] for each in taken["requests"]] == [request.pk]
    assert len(taken["messages"]) == 1  # that the request has arrived


def test_nothing_under_an_address_that_nobody_proved_is_deleted(desk):
    identify(desk.hers, person=None, by=desk.chief, at=AT)
    request = look_at_card(desk)
    assert 'name="akun"' not in page_of(desk, "hapus/")
    erase_without_record(request, words="Ya", by="chief", at=AT)
    assert User.objects.get(pk=desk.sari.pk).is_active
    assert (afresh(desk.hers).answered_at, afresh(desk.hers).reach) == (None, REACH)
    assert Message.objects.get(key="sari", way="inbox").context
    done = afresh(request)
    assert (done.answered_at, done.called, done.reach) == (AT, "", "")
    assert Message.objects.get(key=f"privacy-erased:{request.pk}").address == REACH.title()


def test_the_page_says_whose_account_it_is_and_wants_a_tick(desk):
    assert "sari.dewi (Sari Dewi)" not in page_of(desk)
    request, chief = look_at_card(desk), browser(desk.chief)
    page = page_of(desk)
    assert "akun sari.dewi (Sari Dewi)" in page
    assert "permintaan data lain: 1" in page
    assert 'name="milik" value="ya" required>' in page
    url = f"{request.get_absolute_url()}alamat/"
    refused = chief.post(url, follow=True).content.decode()
    assert "Centang dulu" in refused
    assert afresh(request).reach_proved_by == ""
    for _twice in range(2):
        chief.post(url, {"milik": "ya"})
    assert afresh(request).reach_proved_by == "chief"
    assert 'name="milik"' not in page_of(desk)
    assert Entry.objects.get(deed="privacy.address-proved").by == "chief"
    kept = kept_about(subject_behind(afresh(request)))
    assert [each["username"] for each in kept.accounts] == ["sari.dewi"]
    assert {each["number"] for each in kept.requests} == {desk.hers.pk, request.pk}


def page_of(desk: SimpleNamespace, part: str = "") -> str:
    url = f"{desk.asked.get_absolute_url()}{part}"
    return browser(desk.chief).get(url).content.decode()


def test_an_address_is_proved_by_nobody_before_the_card_and_by_no_other_steward(desk):
    with pytest.raises(CannotAnswer, match="identity card"):
        prove_address(desk.asked, by=desk.chief, at=AT)
    request = look_at_card(desk)
    for other in (desk.ratna, desk.clara, desk.budi):
        answered = browser(other).post(f"{request.get_absolute_url()}alamat/", {"milik": "ya"})
        assert answered.status_code in {403, 404}
    assert afresh(request).reach_proved_by == ""


def test_who_has_proved_the_address_does_not_answer_for_another_who_wrote_it(desk):
    """Both looked at; Sari proves the address, and is deleted. Wati is not answered by that."""
    look_at_card(desk)
    identify(desk.hers, person=None, by=desk.chief, at=AT)
    prove_address(desk.hers, by=desk.chief, at=AT)
    erase_without_record(afresh(desk.hers), closing={desk.sari.pk}, words="Ya", by="chief", at=AT)
    assert afresh(desk.asked).answered_at is None
