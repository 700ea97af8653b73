"""An account that was closed while it was tied to the wrong record is shown to nobody else."""

import json
from types import SimpleNamespace

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.managing.giving import close_account
from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.managing.tying import tie_to_record, untie_from_record
from dampak.accounts.models import Role, User
from dampak.privacy.models import Asked
from dampak.privacy.selectors.one_person import kept_about
from dampak.privacy.selectors.whose import subject_of
from dampak.privacy.services.asking import ask

pytestmark = [pytest.mark.database, pytest.mark.django_db]
SECRET = "gaji saya rahasia"


@pytest.fixture
def desk(office: SimpleNamespace) -> SimpleNamespace:
    """Sari's account was tied to Budi's record; she asked something; then it was closed."""
    untie_from_record(office.budi, office.person, because="x", by=office.chief, at=AT)
    office.sari = account("sari.dewi", Role.CIVIL_SERVANT, office.below)
    User.objects.filter(pk=office.sari.pk).update(first_name="Sari Dewi", email="sari@x.example")
    tie_to_record(afresh(office.sari), office.person, by=office.chief, at=AT)
    ask(afresh(office.sari), Asked.ACCESS, words=SECRET, nonce="n", language="id", at=AT)
    close_account(office.sari, by=office.chief, at=AT)
    return office


def afresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(afresh(user))
    return client


def tie(desk: SimpleNamespace, *beside: User) -> None:
    numbers = {each.pk for each in beside}
    tie_to_record(afresh(desk.budi), desk.person, beside=numbers, by=desk.chief, at=AT)


def test_a_record_is_not_tied_before_its_closed_accounts_are_untied_or_said_to_be_theirs(desk):
    with pytest.raises(CannotChangeRights, match="still tied to this record"):
        tie(desk)
    with pytest.raises(CannotChangeRights, match="still tied to this record"):
        tie(desk, desk.budi)
    assert afresh(desk.budi).person is None
    untie_from_record(afresh(desk.sari), desk.person, because="x", by=desk.chief, at=AT)
    tie(desk)
    assert afresh(desk.budi).person == desk.person


def test_the_page_names_the_closed_accounts_and_wants_a_tick(desk):
    chief, url = browser(desk.chief), f"/pengguna/{desk.budi.pk}/pegawai/"
    told = {"wanted": desk.person.name, "picked": desk.person.public_id}
    refused = chief.post(url, told)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Akun tertutup sari.dewi (Sari Dewi) masih terhubung" in page
    assert f'name="akun" value="{desk.sari.pk}">' in page
    assert afresh(desk.budi).person is None
    chief.post(url, {**told, "akun": desk.sari.pk})
    assert afresh(desk.budi).person == desk.person


def test_own_data_show_nothing_of_a_closed_account_of_the_record(desk):
    tie(desk, desk.sari)
    said = browser(desk.budi).get("/privasi/saya/data.json").content.decode()
    assert [each["username"] for each in json.loads(said)["account"]] == ["budi"]
    page = browser(desk.budi).get("/privasi/saya/").content.decode()
    for hers in (SECRET, "sari.dewi", "sari@x.example"):
        assert hers not in said
        assert hers not in page
    assert kept_about(subject_of(afresh(desk.budi))).requests == []


def test_who_closes_a_tied_account_reads_that_a_wrong_tie_is_untied_first(desk):
    tie(desk, desk.sari)
    says = "lepaskan dulu"
    chief = browser(desk.chief)
    assert says in chief.get(f"/pengguna/{desk.budi.pk}/tutup/").content.decode()
    assert says not in chief.get(f"/pengguna/{desk.clara.pk}/tutup/").content.decode()
