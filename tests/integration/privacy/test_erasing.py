"""Who may be forgotten is named nowhere afterwards, and every count stays the same."""

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT, PASSWORD
from tests.message_servers import mail_server

from dampak.accounts.models import User
from dampak.audit.chain import seal_pages, verify
from dampak.audit.models import Change, Entry
from dampak.messaging.delivering import carry, take
from dampak.messaging.models import Message, State, Way
from dampak.messaging.notices import TRIAL
from dampak.messaging.services import send
from dampak.organisations.models import Person
from dampak.organisations.selectors import staff_report_as_of, tree_as_of
from dampak.privacy.models import Asked, Erasure, PrivacyRequest
from dampak.privacy.selectors.erasing import preview_of
from dampak.privacy.services.answering import identify, prove_address
from dampak.privacy.services.asking import ask, ask_as_stranger
from dampak.privacy.services.erasing import ERASED, erase, lift_hold, set_hold
from dampak.privacy.services.refusals import CannotErase

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TODAY, YEAR = AT.date(), timedelta(days=365)
MARKS = ("Markah", "198501", "budi.markah")


@pytest.fixture
def mails(settings):
    with mail_server() as heard:
        settings.MAIL_SERVER = {"host": "127.0.0.1", "port": heard.port, "timeout": 5}
        settings.MAIL_FROM = "dampak <dampak@dinas.example>"
        yield heard


def wanted(office) -> PrivacyRequest:
    told = {"words": "Saya, Budi Markah, minta dihapus", "nonce": "hapus", "language": "id"}
    return ask(office.budi, Asked.DELETION, **told, at=AT)


def erase_with_account(office, request: PrivacyRequest) -> None:
    closing = {office.budi.pk}
    erase(office.person, request=request, closing=closing, words="Ya", by="ratna", at=AT)


def report(day: date):
    return staff_report_as_of(day, units=tree_as_of(day))


def everything_in_the_ledger(*, besides: tuple[str, ...] = ()) -> str:
    from django.apps import apps

    said = []
    for model in apps.get_models():
        if model._meta.label not in besides:
            said += [f"{model._meta.label} {row}" for row in model._default_manager.values()]
    return "\n".join(said)


def test_nothing_in_the_ledger_or_the_book_names_who_was_blanked(retired):
    request = wanted(retired)
    send(retired.budi, TRIAL, {"link": "/pesan/"}, key="before", at=AT)
    assert "Markah" in everything_in_the_ledger()
    erase_with_account(retired, request)
    # The last letter still has to find its way to the address.
    said = everything_in_the_ledger(besides=("messaging.Message",))
    assert [mark for mark in MARKS if mark in said] == []
    for message in Message.objects.exclude(letter="privacy.answered"):
        assert not any(mark in f"{message.context}{message.address}" for mark in MARKS)


def test_the_preview_names_the_accounts_and_the_requests_that_go_along(retired):
    User.objects.filter(pk=retired.budi.pk).update(username="budi.markah")
    earlier = ask(
        retired.budi, Asked.ACCESS, words="Salinan", nonce="dulu", language="id", at=AT - YEAR
    )
    request = wanted(retired)
    browser = Client()
    browser.force_login(retired.chief)
    page = browser.get(f"/privasi/permintaan/{request.pk}/hapus/").content.decode()
    assert '<li><bdi>Budi Markah</bdi> <span class="hash">budi.markah</span></li>' in page
    assert f"<li>#{earlier.pk} · 2 Maret 2025 · {earlier.get_asked_display()}</li>" in page
    assert f"<li>#{request.pk} ·" in page


def test_a_message_on_its_way_brings_nothing_back_of_who_was_blanked(retired, mails):
    request = wanted(retired)
    send(retired.person, TRIAL, {"link": "/pesan/"}, key="on-its-way", at=AT)
    number = Message.objects.get(key="on-its-way", way=Way.EMAIL).pk
    parcel = take(number, at=AT)
    assert "Markah" in str(parcel.message.context)
    erase_with_account(retired, request)
    carry(parcel, at=AT)
    message = Message.objects.get(pk=number)
    assert (message.state, message.sent_at) == (State.SENT, AT)
    assert "Markah" not in f"{message.context}{message.address}"


def test_the_account_by_which_somebody_asked_goes_with_the_record_that_was_found(retired):
    """Their account did not lead to the record, until the steward looked at the identity card."""
    User.objects.filter(pk=retired.budi.pk).update(person=None)
    retired.budi.refresh_from_db()
    request = wanted(retired)
    identify(request, person=retired.person, by=retired.ratna, at=AT)
    request.refresh_from_db()
    assert len(preview_of(retired.person, request, on=TODAY).accounts) == 1
    erase_with_account(retired, request)
    said = everything_in_the_ledger(besides=("messaging.Message",))
    assert [mark for mark in MARKS if mark in said] == []
    assert not User.objects.get(pk=retired.budi.pk).is_active


def test_letters_to_the_address_of_who_wrote_in_from_outside_are_blanked_too(retired):
    told = {"called": "Budi Markah", "reach": "budi.markah@rumah.example", "words": "Markah"}
    asked = [
        ask_as_stranger(Asked.DELETION, **told, nonce=nonce, language="id", at=AT)
        for nonce in ("first", "second")
    ]
    identify(asked[1], person=retired.person, by=retired.ratna, at=AT)
    prove_address(asked[1], by=retired.ratna, at=AT)
    asked[1].refresh_from_db()
    erase_with_account(retired, asked[1])
    for message in Message.objects.exclude(letter="privacy.answered"):
        assert not any(mark in f"{message.context}{message.address}" for mark in MARKS)
    assert set(PrivacyRequest.objects.values_list("called", "reach", "words")) == {("", "", "")}


def test_reports_of_every_day_count_as_before(retired):
    days = (date(2024, 6, 1), date(2025, 7, 1))
    before = [report(day) for day in days]
    erase(retired.person, request=None, by="ratna", at=AT)
    assert [report(day) for day in days] == before
    assert before[0] != []
    assert Person.objects.get(pk=retired.person.pk).name == ERASED


def test_the_chain_of_the_book_still_agrees(retired):
    seal_pages(AT)
    erase(retired.person, request=None, by="ratna", at=AT)
    seal_pages(AT + timedelta(minutes=1))
    assert verify() == []
    about = Change.objects.filter(table="organisations_person", row_id=str(retired.person.pk))
    assert about.exists()
    assert all(line.before is None and line.after is None for line in about)


def test_the_account_is_closed_and_opens_no_more(retired):
    client = Client()
    client.force_login(retired.budi)
    erase(retired.person, request=None, by="ratna", at=AT)
    account = User.objects.get(pk=retired.budi.pk)
    assert not account.is_active
    assert not account.assignments.filter(ended_at=None).exists()
    assert client.get("/privasi/saya/").status_code == 302
    assert not Client().login(username="budi", password=PASSWORD)


def test_blanking_twice_is_blanking_once(retired):
    first = erase(retired.person, request=None, by="ratna", at=AT)
    key = bytes(Person.objects.get(pk=retired.person.pk).nip_key)
    assert erase(retired.person, request=None, by="ratna", at=AT) == first
    assert bytes(Person.objects.get(pk=retired.person.pk).nip_key) == key
    assert Entry.objects.filter(deed="person.erased").count() == 1


def test_who_serves_until_a_day_that_is_still_to_come_is_not_blanked(office):
    """Such as under a contract, which has its last day from the beginning."""
    office.person.postings.update(valid_to=TODAY)
    assert preview_of(office.person, on=TODAY).refusal is not None
    with pytest.raises(CannotErase):
        erase(office.person, request=None, by="ratna", at=AT)
    erase(office.person, request=None, by="ratna", at=AT + timedelta(days=1))
    assert Erasure.objects.count() == 1


def test_who_still_serves_is_not_blanked(office):
    with pytest.raises(CannotErase):
        erase(office.person, request=None, by="ratna", at=AT)
    assert Person.objects.get(pk=office.person.pk).name == "Budi Markah"


def test_a_hold_keeps_the_data_until_it_is_lifted(retired):
    for _ in range(2):
        set_hold(retired.person, because="Sengketa di PTUN", by=retired.ratna, at=AT)
    with pytest.raises(CannotErase):
        erase(retired.person, request=None, by="ratna", at=AT)
    lift_hold(retired.person, by=retired.ratna, at=AT)
    erase(retired.person, request=None, by="ratna", at=AT)
    assert Erasure.objects.count() == 1
    assert Entry.objects.filter(deed="person.held").count() == 1


def test_looking_changes_nothing_and_tells_what_would_go(retired):
    seen = preview_of(retired.person, on=TODAY)
    assert (len(seen.accounts), seen.postings, seen.refusal) == (1, 1, None)
    assert Person.objects.get(pk=retired.person.pk).name == "Budi Markah"


def test_the_deed_is_done_on_the_page_after_a_look_and_is_the_answer(retired):
    request, client = wanted(retired), Client()
    client.force_login(retired.ratna)
    url = f"/privasi/permintaan/{request.pk}/hapus/"
    assert client.get(url).status_code == 200
    for _ in range(2):
        assert client.post(url, {"akun": retired.budi.pk}).status_code == 302
    request.refresh_from_db()
    assert request.outcome == "partly"
    assert request.words == ""
    assert Message.objects.filter(key=f"privacy-erased:{request.pk}").count() == 1


def test_who_asked_for_a_copy_does_not_lose_everything_by_a_wrong_address(retired):
    told = {"words": "Salinan data saya", "nonce": "salinan", "language": "id"}
    requests = [
        ask(user, Asked.ACCESS, **told | {"nonce": user.username}, at=AT)
        for user in (retired.budi, retired.ratna)
    ]
    client = Client()
    client.force_login(retired.chief)
    for request in requests:
        page = client.post(f"/privasi/permintaan/{request.pk}/hapus/", follow=True)
        assert "bukan permintaan penghapusan" in page.content.decode()
        request.refresh_from_db()
        assert (request.outcome, request.words) == ("", "Salinan data saya")
    assert Person.objects.get(pk=retired.person.pk).name == "Budi Markah"
    assert User.objects.filter(pk=retired.ratna.pk, username="ratna", is_active=True).exists()
