"""The register of incidents and the notices within three days."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from tests.integration.privacy.conftest import AT

from dampak.messaging.models import Message
from dampak.privacy.models import Incident, IncidentNote
from dampak.privacy.reminding import remind_of_incidents
from dampak.privacy.services.incidents import (
    close_incident,
    complete_incident,
    mark_agency_told,
    open_incident,
)
from dampak.privacy.services.refusals import CannotChangeIncident
from dampak.privacy.services.telling import letters_of, tell_people

pytestmark = [pytest.mark.database, pytest.mark.django_db]
HOUR = timedelta(hours=1)


@pytest.fixture
def incident(office):
    return opened(office)


def opened(office, nonce="n"):
    told = {
        "title": "Komputer hilang", "known_at": AT, "unit": office.here, "people": 40,
        "happened": "Tertinggal di bus", "noticed": "Dilaporkan pegawai", "data": "Nama, surel",
        "handling": "Kata sandi diganti", "recovery": "Laptop disandikan",
    }  # fmt: skip
    return open_incident(told, nonce=nonce, by=office.ratna, at=AT + HOUR)


def write(incident, at):
    return tell_people(incident, by="ratna", at=at, tell=lambda _n: None)


def test_an_incident_sent_twice_is_one(office):
    assert opened(office) == opened(office)
    assert Incident.objects.count() == IncidentNote.objects.count() == 1


def test_the_clock_runs_since_it_was_known_and_stops_with_both_notices(office, incident):
    assert incident.clock(at=AT + 71 * HOUR).is_overdue is False
    assert incident.clock(at=AT + 73 * HOUR).is_overdue is True
    write(incident, AT + 10 * HOUR)
    mark_agency_told(incident, how="Surat 12", by=office.ratna, at=AT + 20 * HOUR)
    incident.refresh_from_db()
    assert incident.clock(at=AT + 500 * HOUR).is_overdue is False


def test_everybody_of_the_units_is_written_to_once_and_nobody_else(office, incident):
    assert write(incident, AT + HOUR) == 1
    assert write(incident, AT + 2 * HOUR) == 1
    to = Message.objects.filter(letter="privacy.incident")
    assert {message.person_id for message in to} == {office.person.pk}
    assert to.filter(way="inbox").count() == 1


def test_both_letters_say_in_both_languages_what_the_law_wants(incident):
    letters = letters_of(incident)
    assert [(each["to"], each["language"]) for each in letters] == [
        ("people", "id"), ("people", "en"), ("agency", "id"), ("agency", "en"),
    ]  # fmt: skip
    for each in letters:
        for word in ("Nama, surel", "Tertinggal di bus", "Kata sandi diganti", "Laptop disandikan"):
            assert word in each["body"]
    assert "Pasal 46" in letters[0]["body"]
    assert "Article 46" in letters[1]["body"]


def test_it_is_closed_only_with_both_notices_or_a_reason(office, incident):
    with pytest.raises(CannotChangeIncident):
        close_incident(incident, because="", by=office.ratna, at=AT + HOUR)
    with pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.update(closed_at=AT)
    for _ in range(2):
        close_incident(incident, because="Data disandikan", by=office.ratna, at=AT + HOUR)
    assert incident.notes.filter(deed="closed").count() == 1
    with pytest.raises(CannotChangeIncident):
        complete_incident(incident, {"data": "x"}, words="", by=office.ratna, at=AT + HOUR)


def test_the_history_is_only_ever_added_to(office, incident):
    told = {"data": "Nama, surel, telepon"}
    complete_incident(incident, told, words="Ada telepon", by=office.ratna, at=AT + HOUR)
    assert "data: Nama, surel" in incident.notes.last().words
    with pytest.raises(DatabaseError), transaction.atomic():
        IncidentNote.objects.update(words="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        IncidentNote.objects.all().delete()


def test_the_steward_is_reminded_until_both_are_told(office, incident):
    for passed in (23, 24, 25, 60, 73):
        remind_of_incidents(at=AT + passed * HOUR)
    to = Message.objects.filter(letter="privacy.incident-waiting", way="inbox")
    assert [message.user_id for message in to] == [office.ratna.pk] * 3


def test_another_agencys_steward_sees_nothing_and_cannot_name_our_unit(office, incident):
    client = Client()
    client.force_login(office.clara)
    assert "Komputer" not in client.get("/privasi/insiden/").content.decode()
    assert "Kependudukan" not in client.get("/privasi/insiden/baru/").content.decode()
    for deed in ("", "surat/"):
        assert client.get(f"/privasi/insiden/{incident.pk}/{deed}").status_code == 404
    for deed in ("catat/", "kirim/", "lembaga/", "tutup/"):
        assert client.post(f"/privasi/insiden/{incident.pk}/{deed}").status_code == 404


def test_the_pages_work_from_report_to_closing(office):
    client = Client()
    client.force_login(office.ratna)
    told = {
        "title": "Surat salah kirim", "known_at": "2026-03-02T10:00", "unit": "LOKET",
        "data": "Nama", "people": "1", "happened": "a", "noticed": "b", "handling": "c",
        "recovery": "d", "nonce": "sekali",
    }  # fmt: skip
    url = client.post("/privasi/insiden/baru/", told)["Location"]
    assert client.get(f"{url}surat/").status_code == 200
    assert client.post(f"{url}kirim/").status_code == 302
    client.post(f"{url}kirim/", {"how": "Datang ke rumah"})
    client.post(f"{url}lembaga/", {"how": "Surat 7"})
    client.post(f"{url}tutup/", {"because": ""})
    page = client.get(url).content.decode()
    assert Incident.objects.get().closed_at is not None
    assert "Datang ke rumah" in page
