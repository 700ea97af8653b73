"""A proof that rests on a tie falls with it, whoever wrote down that a card was read."""

from threading import Event, Thread
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connections, transaction
from tests.integration.privacy.conftest import AT
from tests.integration.privacy.test_tied_otherwise import asked_by, browser, desk, tie, untie

from dampak.audit.models import Entry
from dampak.organisations.models import Person, Restriction, Status
from dampak.organisations.services import end_posting
from dampak.privacy.models import Asked, Hold, Outcome, PrivacyRequest
from dampak.privacy.selectors.proving import doubt_about
from dampak.privacy.services.answering import answer, identify
from dampak.privacy.services.erasing import erase
from dampak.privacy.services.handing_over import hand_over
from dampak.privacy.services.refusals import CannotAnswer, CannotErase

pytestmark = [pytest.mark.database, pytest.mark.django_db]
__all__ = ["desk"]


def fresh(request: PrivacyRequest) -> PrivacyRequest:
    return PrivacyRequest.objects.get(pk=request.pk)


def is_doubtful(request: PrivacyRequest) -> bool:
    return doubt_about(fresh(request)) is not None


def identified(desk, person: Person, asked: Asked = Asked.DELETION) -> PrivacyRequest:
    """Asked without a record, and then a steward writes down whose card it was."""
    request = asked_by(desk.sari, asked)
    PrivacyRequest.objects.filter(pk=request.pk).update(unit=desk.here)
    identify(request, person=person, by=desk.ratna, at=AT)
    return fresh(request)


def identified_while_tied(desk, asked: Asked = Asked.DELETION) -> PrivacyRequest:
    """Sari's account stands at Budi's record by mistake; then no other record can be named."""
    tie(desk, desk.person)
    request = identified(desk, desk.person, asked)
    end_posting(desk.person, status=Status.RETIRED, on=AT.date(), by="test", at=AT)
    return request


@pytest.fixture
def wrong(desk: SimpleNamespace) -> PrivacyRequest:
    """Identified while tied to Budi; then the mistake is found."""
    request = identified_while_tied(desk)
    assert not is_doubtful(request)
    untie(desk, desk.person)
    return fresh(request)


def test_a_card_read_while_wrongly_tied_opens_nothing_once_untied(desk, wrong):
    ratna, url = browser(desk.ratna), wrong.get_absolute_url()
    page = ratna.get(url).content.decode()
    assert "tidak berlaku lagi" in page
    assert "perlu diperiksa lagi" in page
    assert "Budi Markah" not in page
    for path in ("data/", "data.csv", "data.json"):
        told = ratna.get(url + path, follow=True)
        assert told.redirect_chain[-1][0] == url
        assert "Budi Markah" not in told.content.decode()
    assert not Entry.objects.filter(deed="privacy.exported").exists()


@pytest.mark.parametrize("is_answered", [False, True])
def test_a_hold_that_was_set_while_wrongly_tied_can_be_lifted_once_untied(desk, is_answered):
    request = identified_while_tied(desk)
    ratna, url = browser(desk.ratna), request.get_absolute_url()
    ratna.post(f"{url}tahan/", {"because": "perkara"})
    untie(desk, desk.person)
    if is_answered:
        answer(request, Outcome.REFUSED, words="Bukan datanya", by=desk.ratna, at=AT)
    assert ratna.get(f"{url}hapus/").url == url, "it would count the rows of somebody else"
    page = ratna.get(url).content.decode()
    assert f'action="{url}tahan/"' in page
    assert "Budi Markah" not in page
    ratna.post(f"{url}tahan/", {"lepas": "ya"})
    assert not Hold.objects.filter(lifted_at=None).exists()
    assert f'action="{url}tahan/"' not in ratna.get(url).content.decode()


def test_a_card_read_while_wrongly_tied_deletes_and_holds_nobody_once_untied(desk, wrong):
    ratna, url = browser(desk.ratna), wrong.get_absolute_url()
    assert ratna.post(f"{url}hapus/").status_code == 302
    assert ratna.post(f"{url}tahan/", {"because": "perkara"}).status_code == 302
    desk.person.refresh_from_db()
    desk.sari.refresh_from_db()
    assert (desk.person.name, desk.sari.is_active) == ("Budi Markah", True)
    assert not Hold.objects.exists()
    assert fresh(wrong).answered_at is None


def test_what_was_identified_while_wrongly_tied_restricts_nobody_once_untied(desk):
    request = identified_while_tied(desk, Asked.RESTRICTION)
    untie(desk, desk.person)
    with pytest.raises(CannotAnswer, match="does not count"):
        answer(request, Outcome.GRANTED, words="Ya", by=desk.ratna, at=AT)
    assert not Restriction.objects.exists()


def test_identified_anew_it_is_answered_by_whom_the_card_names(desk, wrong):
    url = f"{wrong.get_absolute_url()}identitas/"
    told = {"wanted": "Sari", "picked": desk.sari_record.public_id}
    assert browser(desk.ratna).post(url, told).status_code == 302
    assert fresh(wrong).person == desk.sari_record
    assert not is_doubtful(wrong)
    kept = hand_over(wrong, by=desk.ratna, at=AT)
    assert "Budi Markah" not in str(kept.tables())


def test_a_card_read_for_the_same_person_freely_chosen_counts_once_untied(desk, wrong):
    identify(wrong, person=desk.person, by=desk.ratna, at=AT)
    assert not is_doubtful(wrong)
    tie(desk, desk.person)
    untie(desk, desk.person)
    assert not is_doubtful(wrong)


def test_a_proof_that_fell_does_not_come_back_with_another_tie_to_the_same_record(desk, wrong):
    tie(desk, desk.person)
    assert is_doubtful(wrong)
    identify(wrong, person=desk.person, by=desk.ratna, at=AT)
    assert not is_doubtful(wrong)
    untie(desk, desk.person)
    assert is_doubtful(wrong)


def test_signing_in_while_tied_proves_nothing_after_another_tie_to_the_same_record(desk):
    tie(desk, desk.person)
    request = asked_by(desk.sari, Asked.ACCESS)
    assert not is_doubtful(request)
    untie(desk, desk.person)
    tie(desk, desk.person)
    with pytest.raises(CannotAnswer, match="does not count"):
        hand_over(request, by=desk.ratna, at=AT)


def test_tied_to_another_afterwards_the_record_of_the_account_has_to_be_chosen(desk, wrong):
    tie(desk, desk.sari_record)
    assert is_doubtful(wrong)
    with pytest.raises(CannotAnswer, match="another record"):
        identify(wrong, person=desk.person, by=desk.ratna, at=AT)
    identify(wrong, person=desk.sari_record, by=desk.ratna, at=AT)
    assert not is_doubtful(wrong)
    untie(desk, desk.sari_record)
    assert is_doubtful(wrong)


def test_freely_identified_and_then_tied_to_another_nothing_is_told_of_either(desk):
    request = identified(desk, desk.sari_record, Asked.ACCESS)
    tie(desk, desk.person)
    with pytest.raises(CannotAnswer, match="read for another record"):
        hand_over(request, by=desk.ratna, at=AT)
    page = browser(desk.ratna).get(request.get_absolute_url()).content.decode()
    assert "Kartu identitas diperiksa untuk data pegawai yang lain" in page
    untie(desk, desk.person)
    assert "Sari Dewi" in str(hand_over(request, by=desk.ratna, at=AT).tables())


def test_freely_identified_and_then_tied_to_the_same_the_card_counts_all_the_while(desk):
    request = identified(desk, desk.sari_record, Asked.ACCESS)
    tie(desk, desk.sari_record)
    assert not is_doubtful(request)
    untie(desk, desk.sari_record)
    assert not is_doubtful(request)


def test_an_answered_request_shows_nothing_of_a_record_that_the_account_was_untied_from(desk):
    request = identified_while_tied(desk, Asked.ACCESS)
    answer(request, Outcome.GRANTED, words="Ya", by=desk.ratna, at=AT)
    untie(desk, desk.person)
    told = browser(desk.ratna).get(f"{request.get_absolute_url()}data/", follow=True)
    assert "mengajukan permintaan baru" in told.content.decode()
    assert "Budi Markah" not in told.content.decode()


def test_whoever_looked_before_the_untying_deletes_nobody_after_it(desk):
    looked = identified_while_tied(desk)
    assert looked.user.person == desk.person  # kept in memory, as by a page that is open
    untie(desk, desk.person)
    with pytest.raises(CannotErase, match="does not count"):
        erase(desk.person, request=looked, closing={desk.sari.pk}, by="ratna", at=AT)


def test_whoever_looked_before_another_was_chosen_deletes_nobody(desk, wrong):
    identify(wrong, person=desk.sari_record, by=desk.ratna, at=AT)
    with pytest.raises(CannotErase, match="chosen another record"):
        erase(desk.person, request=wrong, closing={desk.sari.pk}, by="ratna", at=AT)


@pytest.mark.django_db(transaction=True)
def test_a_deletion_sent_while_the_account_is_being_untied_waits_and_is_refused(desk):
    request, ended, found = identified_while_tied(desk), Event(), []

    def delete() -> None:
        try:
            erase(desk.person, request=request, closing={desk.sari.pk}, by="ratna", at=AT)
        except (CannotErase, OperationalError) as refused:
            found.append(refused)  # the ledger of the tests on SQLite lies in memory: it only locks
        finally:
            ended.set()
            connections.close_all()

    with transaction.atomic():
        untie(desk, desk.person)
        deleting = Thread(target=delete)
        deleting.start()
        ended.wait(timeout=2)  # who does not wait for the tie has deleted by now
    deleting.join()
    assert len(found) == 1
    desk.person.refresh_from_db()
    assert desk.person.name == "Budi Markah"
    assert fresh(request).answered_at is None
