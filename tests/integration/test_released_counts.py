"""What strangers see of a finding that is made of what people answered, and what staff see."""

import pytest
from tests.integration.conftest import AT

from dampak.impact.models import Finding
from dampak.impact.services import release_finding

pytestmark = [pytest.mark.database, pytest.mark.django_db]
STUDY, TRACE = "/kajian/waktu-loket/", "/telusur/study:waktu-loket/"
RELEASE = "/api/v1/releases/waktu-loket"
ROUNDED = "dibulatkan ke kelipatan 5"


@pytest.fixture
def of_citizens(answered):
    """The finding as if it had been made of 1203 answers of citizens, four of them empty."""
    finding = answered.findings.get(slug="waktu-loket")
    finding.study["outcome"] = "ikm"
    del finding.study["no_answer"]
    finding.study["estimate"] = {
        "value": 1.50491,
        "low": 0.90317,
        "high": 2.10661,
        "confidence": 0.95,
        "method": "group_time_average/1",
        "standard_error": 0.30701,
    }
    for room in finding.trace["rooms"][:3]:
        room |= {"rows_in": 1207, "rows_out": 1207, "set_aside": 0, "left_out": []}
    because = {"id": "tanpa jawaban", "en": "no answer"}
    finding.trace["rooms"][2] |= {
        "rows_out": 1203,
        "set_aside": 4,
        "left_out": [{"because": because, "rows": 4}],
    }
    finding.save()
    return finding


@pytest.fixture
def released(of_citizens, people):
    release_finding(of_citizens, by=people["hasan"], at=AT)
    return Finding.objects.get(pk=of_citizens.pk)


def page(browser, address):
    return browser.get(address).content.decode()


def test_strangers_see_people_rounded_and_are_told_so_once(browser_of, released):
    trace = page(browser_of("clara"), TRACE)
    assert trace.count(ROUNDED) == page(browser_of("clara"), STUDY).count(ROUNDED) == 1
    assert "1.205" in trace
    assert "1.210" in trace
    assert "1.203" not in trace
    assert "1.207" not in trace


def test_those_who_read_everything_go_on_seeing_exact_numbers(browser_of, released):
    hasan = browser_of("hasan")
    assert "1.203" in page(hasan, TRACE)
    assert ROUNDED not in page(hasan, TRACE) + page(hasan, STUDY)
    assert 'id="group-means"' in page(hasan, STUDY)


def test_what_stands_on_one_month_is_not_shown_to_strangers(browser_of, released):
    clara = page(browser_of("clara"), STUDY)
    assert 'id="group-means"' not in clara
    assert 'id="event-study"' not in clara
    assert "tetap di dalam kantor" in clara


def test_the_interface_without_a_token_gives_the_same(client, released):
    told = client.get(RELEASE).json()
    assert ROUNDED in told["rounding"]["id"]
    assert (told["study"]["group_means"], told["study"]["event_study"]) == ([], None)
    decimals = released.study["decimals"]
    assert told["study"]["estimate"]["low"] == round(0.90317, decimals) != 0.90317


@pytest.fixture
def released_long_ago(of_citizens, people):
    """Released before public editions were kept: it has none."""
    found = Finding.objects.filter(pk=of_citizens.pk)
    found.update(released_at=AT, released_by=people["hasan"])
    return found.get()


def test_what_was_released_before_there_was_rounding_is_rounded_for_strangers(
    browser_of, client, released_long_ago
):
    trace, study = (page(browser_of("clara"), address) for address in (TRACE, STUDY))
    assert "1.205" in trace
    assert "1.203" not in trace
    assert trace.count(ROUNDED) == study.count(ROUNDED) == 1
    assert not any(f'id="{name}"' in study for name in ("group-means", "event-study"))
    told = client.get(RELEASE).json()
    assert ROUNDED in told["rounding"]["id"]
    assert (told["study"]["group_means"], told["study"]["event_study"]) == ([], None)


def test_an_old_release_itself_is_not_changed_and_staff_see_it_exactly(
    browser_of, released_long_ago
):
    page(browser_of("clara"), TRACE)
    assert "1.203" in page(browser_of("hasan"), TRACE)
    now = Finding.objects.get(pk=released_long_ago.pk)
    assert (now.study, now.trace, now.in_public) == (
        released_long_ago.study,
        released_long_ago.trace,
        None,
    )


def test_a_release_is_not_changed_by_what_is_found_later(released):
    before = released.seen(inside=False)
    released.study["estimate"]["value"] = 99.0
    released.save(update_fields=["study"])
    assert Finding.objects.get(pk=released.pk).seen(inside=False) == before


def test_what_is_not_made_of_people_is_released_whole(answered, people):
    finding = answered.findings.get(slug="loket-daring")
    release_finding(finding, by=people["hasan"], at=AT)
    assert Finding.objects.get(pk=finding.pk).in_public is None
