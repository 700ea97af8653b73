"""What strangers see: only what somebody released, and so answers for."""

import pytest
from tests.integration.conftest import AT

from dampak.impact.models import Finding
from dampak.impact.services import CannotRelease, release_finding

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_an_answer_that_nobody_released_does_not_exist_for_clara(browser_of, answered):
    clara = browser_of("clara")
    assert clara.get("/kajian/waktu-loket/").status_code == 404
    assert clara.get("/telusur/study:waktu-loket/").status_code == 404
    assert "waktu-loket" not in clara.get("/").content.decode()


def test_a_released_answer_stands_on_the_front_page_with_who_answers_for_it(
    browser_of, answered, people
):
    people["hasan"].first_name = "Hasan Basri"
    people["hasan"].save()
    main = answered.findings.get(slug="waktu-loket")
    release_finding(main, by=people["hasan"], at=AT)
    clara = browser_of("clara")
    page = clara.get("/").content.decode()
    assert main.study["sentence"]["id"] in page.replace("&#x27;", "'")
    assert "Hasan Basri" in page
    assert clara.get("/kajian/waktu-loket/").status_code == 200
    assert clara.get("/telusur/study:waktu-loket/").status_code == 200


def test_releasing_one_outcome_does_not_show_its_neighbour(browser_of, answered, people):
    release_finding(answered.findings.get(slug="waktu-loket"), by=people["hasan"], at=AT)
    clara = browser_of("clara")
    assert clara.get("/kajian/loket-daring/").status_code == 404
    assert "/kajian/loket-daring/" not in clara.get("/kajian/waktu-loket/").content.decode()


def test_an_answer_is_released_once(answered, people):
    finding = Finding.objects.get(slug="waktu-loket")
    release_finding(finding, by=people["hasan"], at=AT)
    with pytest.raises(CannotRelease):
        release_finding(finding, by=people["hasan"], at=AT)


def test_hasan_releases_from_the_page_and_sri_cannot(browser_of, answered):
    assert browser_of("sri").post("/kajian/waktu-loket/terbitkan/").status_code == 403
    assert browser_of("hasan").post("/kajian/waktu-loket/terbitkan/").status_code == 302
    assert Finding.objects.get(slug="waktu-loket").is_released()
