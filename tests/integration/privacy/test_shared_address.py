"""Two people write one address: what a card showed to be one's is not the other's."""

import pytest
from tests.integration.privacy.conftest import AT, account
from tests.integration.privacy.test_asked_twice import afresh, browser, by_card, wanted

from dampak.accounts.models import Role, User
from dampak.messaging.models import Message
from dampak.privacy.models import Asked, Erasure, Outcome, PrivacyRequest
from dampak.privacy.selectors.whose import under_the_address
from dampak.privacy.services.answering import answer, identify
from dampak.privacy.services.asking import ask_as_stranger
from dampak.privacy.services.erasing_accounts import erase_without_record
from dampak.privacy.services.refusals import CannotAnswer

pytestmark = [pytest.mark.database, pytest.mark.django_db]
SHARED = "dinas@example.go.id"
WORDS = "Gaji saya salah"


@pytest.fixture
def desk(retired):
    """Sari's account has her office's address; Budi wrote the same one, and showed his card."""
    retired.sari = account("sari", Role.CIVIL_SERVANT, retired.below)
    User.objects.filter(pk=retired.sari.pk).update(email=SHARED)
    retired.by_budi = stranger("Budi Markah", "a")
    identify(retired.by_budi, person=retired.person, by=retired.chief, at=AT)
    return retired


def stranger(called: str, nonce: str) -> PrivacyRequest:
    told = {"called": called, "reach": SHARED, "words": WORDS, "nonce": nonce, "language": "id"}
    return ask_as_stranger(Asked.CORRECTION, **told, at=AT)


def test_the_owner_of_an_account_reads_nothing_that_another_asked(desk):
    sari = browser(User.objects.get(pk=desk.sari.pk))
    for said in ("", "data.json", "data.csv"):
        answered = sari.get(f"/privasi/saya/{said}")
        assert answered.status_code == 200
        assert WORDS not in answered.content.decode()


def test_what_another_asked_is_answered_though_the_account_was_deleted(desk):
    request = wanted(desk.sari, "b")
    erase_without_record(request, closing={desk.sari.pk}, words="Ya", by="chief", at=AT)
    found = afresh(desk.by_budi)
    assert (found.answered_at, found.words, found.reach) == (None, WORDS, SHARED)
    answer(found, Outcome.GRANTED, words="Sudah", by=desk.chief, at=AT)
    letters = Message.objects.filter(key__startswith=f"privacy-answered:{found.pk}")
    assert set(letters.values_list("address", flat=True)) == {SHARED}


def test_of_two_without_a_record_neither_is_counted_to_the_other_once_both_showed_a_card(desk):
    wati, tuti = stranger("Wati", "w"), stranger("Tuti", "t")
    identify(wati, person=None, by=desk.chief, at=AT)
    assert under_the_address(afresh(wati)).n_requests == 1  # Tuti, whom nobody has seen yet
    identify(tuti, person=None, by=desk.chief, at=AT)
    assert under_the_address(afresh(wati)).n_requests == 0


def test_a_request_that_was_refused_deletes_nobody_though_its_page_stood_open(retired):
    request, chief = by_card(retired, "a"), browser(retired.chief)
    url = f"{request.get_absolute_url()}hapus/"
    assert "btn-danger" in chief.get(url).content.decode()
    answer(request, Outcome.REFUSED, words="Masih ada perkara", by=retired.chief, at=AT)
    said = chief.post(url, {"akun": [retired.budi.pk]}, follow=True).content.decode()
    assert "sudah dijawab" in said
    assert not Erasure.objects.exists()
    assert User.objects.get(pk=retired.budi.pk).is_active
    assert "btn-danger" not in chief.get(url).content.decode()


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.PARTLY])
def test_what_was_answered_in_words_closes_no_account_either(desk, outcome):
    request, chief = wanted(desk.sari, "a"), browser(desk.chief)
    answer(request, outcome, words="Masih ada perkara", by=desk.chief, at=AT)
    url = f"{request.get_absolute_url()}hapus/"
    said = chief.post(url, {"akun": [desk.sari.pk]}, follow=True).content.decode()
    assert "sudah dijawab" in said
    assert "Dikosongkan" not in said
    assert User.objects.get(pk=desk.sari.pk).is_active


def test_the_steward_of_an_agency_reads_no_stranger_by_saying_whose_an_address_is(desk):
    """Ratna sees Budi, who is of her agency, and not what came from outside under his address."""
    outside, ratna = stranger("Wati", "w"), browser(desk.ratna)
    assert ratna.get(outside.get_absolute_url()).status_code == 404
    page = desk.by_budi.get_absolute_url()
    said = ratna.get(page).content.decode()
    assert 'name="milik"' not in said
    assert "wali data" in said[said.index("Apakah alamat") :]
    assert ratna.post(f"{page}alamat/", {"milik": "ya"}).status_code == 403
    assert afresh(desk.by_budi).reach_proved_by == ""
    assert browser(desk.chief).post(f"{page}alamat/", {"milik": "ya"}).status_code == 302
    assert afresh(desk.by_budi).reach_proved_by == "chief"


def test_a_deletion_is_granted_by_the_deed_and_not_by_words(retired):
    request, chief = by_card(retired, "a"), browser(retired.chief)
    page = request.get_absolute_url()
    assert 'value="granted"' not in chief.get(page).content.decode()
    told = {"outcome": "granted", "words": "Ya"}
    assert chief.post(f"{page}jawab/", told).status_code == 422
    with pytest.raises(CannotAnswer, match="Words delete nothing"):
        answer(request, Outcome.GRANTED, words="Ya", by=retired.chief, at=AT)
    assert afresh(request).answered_at is None
    chief.post(f"{page}hapus/", {"akun": [retired.budi.pk]})
    assert afresh(request).outcome == Outcome.PARTLY
    assert Erasure.objects.get().request == request
