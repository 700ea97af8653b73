"""What the law has set a clock on stands on the home of who answers for it, and of nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT, account
from tests.integration.privacy.test_incidents import HOUR, opened, write

from dampak.accounts.models import Role
from dampak.privacy.models import Asked, Incident, PrivacyRequest
from dampak.privacy.services.incidents import mark_agency_told
from dampak.website.home.running_out import MOST, running_out_for
from dampak.website.home.selectors import needs_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LATER = AT + 10 * HOUR


def asked(office, *, unit, at=AT, nonce="n"):
    return PrivacyRequest.objects.create(
        nonce=nonce, asked=Asked.DELETION, unit=unit, user=office.budi, language="id",
        received_at=at,
    )  # fmt: skip


def waiting(user, *, at=LATER):
    return [(need.url, need.clock.hours) for need in running_out_for(user, at=at) if need.clock]


def test_a_request_and_an_incident_stand_first_with_the_hours_left(office):
    request = asked(office, unit=office.below, at=AT + 2 * HOUR)
    incident = opened(office)
    # 72 hours, 10 of them gone since the incident was known, 8 since somebody asked
    told = [(incident.get_absolute_url(), 62), (request.get_absolute_url(), 64)]
    assert waiting(office.ratna) == told
    assert [need.url for need in needs_of(office.chief, at=LATER)][:2] == [url for url, _ in told]


def test_what_is_older_stands_above_whatever_it_is(office):
    incident = opened(office)
    request = asked(office, unit=office.below, at=AT - HOUR)
    assert [url for url, _ in waiting(office.ratna)] == [
        request.get_absolute_url(),
        incident.get_absolute_url(),
    ]


def test_nobody_else_sees_them(office):
    asked(office, unit=office.here)
    opened(office)
    sri = account("sri", Role.TRAINING_MANAGER, office.here)
    head = account("head", Role.HEAD)
    for other in (office.clara, office.budi, sri, head):
        assert running_out_for(other, at=LATER) == []


def test_a_stranger_s_request_waits_for_who_answers_for_everything(office):
    request = asked(office, unit=None)
    assert waiting(office.ratna) == []
    assert waiting(office.chief) == [(request.get_absolute_url(), 62)]


def test_what_is_answered_or_told_waits_no_longer(office):
    request, incident = asked(office, unit=office.here), opened(office)
    PrivacyRequest.objects.filter(pk=request.pk).update(
        answered_at=LATER, outcome="refused", answer="Bukan data Anda."
    )
    write(incident, LATER)
    assert [url for url, _ in waiting(office.ratna)] == [incident.get_absolute_url()]
    mark_agency_told(Incident.objects.get(), how="Surat 12", by=office.ratna, at=LATER)
    assert running_out_for(office.ratna, at=LATER) == []


def test_of_many_only_the_most_urgent_are_named_and_the_list_has_the_rest(
    office, django_assert_num_queries
):
    for number in range(MOST + 3):
        asked(office, unit=office.below, at=AT + number * HOUR, nonce=f"n{number}")
    running_out_for(office.ratna, at=LATER)  # asks once which roles she holds
    with django_assert_num_queries(2):
        needs = running_out_for(office.ratna, at=LATER)
    assert [need.clock.hours for need in needs[:MOST]] == [62, 63, 64, 65, 66]
    assert [need.url for need in needs[MOST:]] == ["/privasi/permintaan/"]


def test_the_page_says_how_long_it_is_overdue(office):
    opened(office)
    Incident.objects.update(known_at=AT - timedelta(days=365))
    browser = Client()
    browser.force_login(office.ratna)
    page = browser.get("/", headers={"accept-language": "id"}).content.decode()
    assert "Komputer hilang" in page
    assert "tone-bad" in page
    assert "Tidak ada yang menunggu Anda" not in page
