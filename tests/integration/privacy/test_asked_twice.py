"""Who asks twice to be deleted is answered twice, while there is still an address to write to."""

from types import SimpleNamespace

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.models import Role, User
from dampak.audit.models import Entry
from dampak.messaging.models import Message
from dampak.privacy.models import Asked, Erasure, PrivacyRequest
from dampak.privacy.services.answering import identify
from dampak.privacy.services.asking import ask, ask_as_stranger
from dampak.privacy.services.erasing import erase
from dampak.privacy.services.erasing_accounts import erase_without_record

pytestmark = [pytest.mark.database, pytest.mark.django_db]
HOME = "budi@rumah.example"


def wanted(user: User, nonce: str, kind: Asked = Asked.DELETION) -> PrivacyRequest:
    user = User.objects.get(pk=user.pk)
    return ask(user, kind, words="Saya, Budi Markah", nonce=nonce, language="id", at=AT)


def by_card(office: SimpleNamespace, nonce: str, *, of_record: bool = True) -> PrivacyRequest:
    told = {"called": "Budi Markah", "reach": HOME, "words": "Hapus", "nonce": nonce}
    request = ask_as_stranger(Asked.DELETION, **told, language="id", at=AT)
    person = office.person if of_record else None
    identify(request, person=person, by=office.chief, at=AT)
    return afresh(request)


def afresh(request: PrivacyRequest) -> PrivacyRequest:
    return PrivacyRequest.objects.get(pk=request.pk)


def erased(office: SimpleNamespace, request: PrivacyRequest, *closing: User) -> None:
    numbers = {each.pk for each in closing}
    erase(office.person, request=request, closing=numbers, words="Ya", by="ratna", at=AT)


def told_about(request: PrivacyRequest) -> set[str]:
    letters = Message.objects.filter(key__startswith=f"privacy-erased:{request.pk}")
    return set(letters.values_list("address", flat=True))


def is_answered_and_blank(request: PrivacyRequest) -> bool:
    found = afresh(request)
    is_answered = (found.outcome, found.answered_at, found.answer) == ("partly", AT, "Ya")
    return is_answered and (found.words, found.called, found.reach) == ("", "", "")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_one_deletion_answers_each_request_for_it(retired):
    first, second = wanted(retired.budi, "a"), wanted(retired.budi, "b")
    third = by_card(retired, "c")
    erased(retired, first, retired.budi)
    assert [is_answered_and_blank(each) for each in (first, second, third)] == [True] * 3
    assert told_about(second) == {"budi.markah@example.go.id"}
    assert told_about(third) == {HOME}
    assert Entry.objects.filter(deed="privacy.answered").count() == 3
    assert Erasure.objects.get().request == first


def test_what_nobody_proved_or_asks_for_something_else_waits_for_its_own_answer(retired):
    request, copy = wanted(retired.budi, "a"), wanted(retired.budi, "b", Asked.ACCESS)
    told = {"called": "Budi", "reach": HOME, "words": "x", "nonce": "c", "language": "id"}
    unseen = ask_as_stranger(Asked.DELETION, **told, at=AT)
    erased(retired, request, retired.budi)
    assert {afresh(each).answered_at for each in (copy, unseen)} == {None}


def test_a_request_of_who_is_blanked_already_is_answered_and_blanked(retired):
    erased(retired, by_card(retired, "a"), retired.budi)
    late = by_card(retired, "b")
    chief, url = browser(retired.chief), f"{late.get_absolute_url()}hapus/"
    page = chief.get(url).content.decode()
    assert "sudah dikosongkan" in page
    assert 'name="akun"' not in page
    for _twice in range(2):
        assert chief.post(url)["Location"] == late.get_absolute_url()
    found = afresh(late)
    assert found.answered_at is not None
    assert (found.words, found.called, found.reach) == ("", "", "")
    assert told_about(late) == {HOME}
    assert Erasure.objects.count() == 1
    assert Entry.objects.filter(deed="person.erased").count() == 1


def test_an_account_that_asked_for_who_is_blanked_already_goes_too(retired):
    """A second account of Budi, tied to nobody; the steward read his card."""
    other = account("markah", Role.CIVIL_SERVANT, retired.below)
    late = wanted(other, "b")
    identify(late, person=retired.person, by=retired.chief, at=AT)
    erased(retired, by_card(retired, "a"), retired.budi)
    assert afresh(late).answered_at is None
    erased(retired, afresh(late), other)
    assert afresh(late).answered_at == AT
    assert User.objects.get(pk=other.pk).username == f"dihapus-{other.pk}"
    assert not User.objects.filter(username="markah").exists()


def test_without_a_record_too_each_request_is_answered(retired):
    other = account("markah", Role.CIVIL_SERVANT, retired.below)
    User.objects.filter(pk=other.pk).update(email=HOME)
    first, second = wanted(other, "a"), wanted(other, "b")
    erase_without_record(first, closing={other.pk}, words="Ya", by="chief", at=AT)
    assert [is_answered_and_blank(each) for each in (first, second)] == [True] * 2
    assert told_about(second) == {HOME}
