"""What was restricted of an account alone holds for the record, too, as long as it is tied."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.managing.tying import tie_to_record, untie_from_record
from dampak.accounts.models import AccountRestriction, Role, User
from dampak.accounts.restricting import restrict_account, restriction_behind
from dampak.audit.models import Entry
from dampak.messaging.models import State
from dampak.messaging.notices import TRIAL
from dampak.messaging.services import send
from dampak.organisations.models import Employment, Restriction, RestrictionKind
from dampak.organisations.restricting import restriction_of
from dampak.organisations.services import Place, enter_person
from dampak.organisations.services.restricting import restrict_person
from dampak.privacy.models import Asked, Outcome
from dampak.privacy.services.answering import answer
from dampak.privacy.services.asking import ask
from dampak.privacy.services.restricting import lift, lift_own

pytestmark = [pytest.mark.database, pytest.mark.django_db]
FAR = date(2099, 12, 31)


@pytest.fixture
def office(office):
    """And Andi, who serves there with an account that nobody has tied to his record."""
    place = Place(unit=office.below, position="Petugas", employment=Employment.PNS, rank="III/a")
    office.other = enter_person(
        name="Andi Lontar", nip="198501012010011903", place=place, on=date(2024, 1, 1),
        by="test", at=AT, email="andi@example.go.id",
    )  # fmt: skip
    return office


@pytest.fixture
def wish(office):
    """He asked that nothing be done with his data, and the steward granted it to the account."""
    andi = account("andi", Role.CIVIL_SERVANT, office.below)
    request = ask(andi, Asked.RESTRICTION, words="x", nonce="n", language="id", at=now())
    answer(request, Outcome.GRANTED, words="Ya", until=FAR, by=office.chief, at=now())
    request.refresh_from_db()
    return request


def tied(office, user):
    tie_to_record(user, office.other, by=office.chief, at=now())
    return User.objects.get(pk=user.pk)


def stands(office):
    return restriction_of(office.other, on=localdate()) is not None


def reaches_the_record(office, key):
    made = send(office.other, TRIAL, {"link": "/"}, key=key, at=now())
    return State.WITHHELD not in {each.state for each in made}


def test_the_record_is_restricted_as_the_account_is_from_the_tie_on(office, wish):
    assert not stands(office)
    assert reaches_the_record(office, "before")
    tied(office, wish.user)
    made = Restriction.objects.get()
    assert (made.person, made.kind, made.until) == (office.other, "restriction", FAR)
    assert not reaches_the_record(office, "after")
    entry = Entry.objects.get(deed="person.restricted")
    assert (entry.by, entry.details["until"]) == ("chief", "2099-12-31")
    tied(office, wish.user)  # a second click
    assert Restriction.objects.count() == 1


def test_untied_the_account_stays_restricted_and_the_record_is_as_it_was(office, wish):
    andi = tied(office, wish.user)
    untie_from_record(andi, office.other, because="Salah orang", by=office.chief, at=now())
    assert not stands(office)
    assert Restriction.objects.get().lifted_because == "Salah orang"
    assert restriction_behind(User.objects.get(pk=andi.pk), on=localdate()) is not None
    tied(office, wish.user)
    assert stands(office)


def test_what_the_person_asked_for_themselves_stays_when_the_account_goes(office, wish):
    restrict_person(office.other, RestrictionKind.OBJECTION, until=None, by="ratna", at=now())
    andi = tied(office, wish.user)
    page = browser(office.chief).get(f"/pengguna/{andi.pk}/pegawai/lepas/").content.decode()
    assert "tetap dibatasi" in page
    untie_from_record(andi, office.other, because="Salah orang", by=office.chief, at=now())
    assert stands(office)


def test_who_unties_reads_of_no_restriction_that_the_record_does_not_keep(office, wish):
    andi = tied(office, wish.user)
    page = browser(office.chief).get(f"/pengguna/{andi.pk}/pegawai/lepas/").content.decode()
    assert "tetap dibatasi" not in page


def test_the_steward_lifts_both_on_the_page_of_the_wish(office, wish):
    andi = tied(office, wish.user)
    lift(wish, because="Perkara selesai", by=office.chief, at=now())
    assert not stands(office)
    assert restriction_behind(andi, on=localdate()) is None
    assert reaches_the_record(office, "free")


def test_the_person_reads_of_one_wish_and_lifts_it_with_one_deed(office, wish):
    andi = tied(office, wish.user)
    page = browser(andi).get("/privasi/saya/").content.decode()
    assert page.count("31 Desember 2099") == 1
    assert lift_own(andi, at=now()) == 1
    assert not stands(office)
    assert restriction_behind(andi, on=localdate()) is None


def test_what_is_over_is_not_passed_on(office, wish):
    AccountRestriction.objects.update(until=localdate() - timedelta(1))
    tied(office, wish.user)
    assert not Restriction.objects.exists()


def test_what_is_granted_in_the_moment_of_the_tie_reaches_the_record_too(office, wish):
    andi = tied(office, wish.user)
    late = restrict_account(andi, RestrictionKind.OBJECTION, until=None, by="ratna", at=now())
    assert late.on_record is not None
    assert late.on_record.person == office.other


def test_who_ties_is_told_that_the_record_is_restricted_now(office, wish):
    url = f"/pengguna/{wish.user.pk}/pegawai/"
    told = {"wanted": office.other.name, "picked": office.other.public_id}
    page = browser(office.chief).post(url, told, follow=True).content.decode()
    assert "kini berlaku juga untuk data pegawainya" in page


def browser(user):
    client = Client()
    client.force_login(user)
    return client
