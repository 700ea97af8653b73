"""The page of jobs: who sees what, and what they may do about it."""

import pytest
from django.utils.timezone import now
from tests import background_tasks as tasks
from tests.integration.conftest import AT

from dampak.accounts.models import Assignment, Role
from dampak.jobs.claiming import claim_next
from dampak.jobs.heart import beat
from dampak.jobs.models import Attempt, Job, State
from dampak.jobs.progress import Progress
from dampak.jobs.running import run_ready
from dampak.jobs.selectors import A_PAGE
from dampak.jobs.services import enqueue
from dampak.organisations.models import Unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def asked(by: str, key: str = "one", what=tasks.patient, **more) -> Job:
    return enqueue(what, key=key, by=by, at=AT, **more)


def page(browser, address="/pekerjaan/", **more) -> str:
    response = browser.get(address, **more)
    assert response.status_code == 200
    return response.content.decode()


def test_budi_sees_his_own_jobs_and_nobody_elses(browser_of):
    mine, other = asked("budi"), asked("hasan", "two")
    budi = browser_of("budi")
    shown = page(budi)
    assert f"#{mine.pk}<" in shown
    assert f"#{other.pk}<" not in shown
    assert budi.get(f"/pekerjaan/{other.pk}/").status_code == 404
    assert budi.post(f"/pekerjaan/{other.pk}/batal/").status_code == 404


def test_sri_sees_the_jobs_of_her_units_and_may_not_cancel_those_of_others(browser_of, people):
    here, there = (
        Unit.objects.create(code=code, path=path, name=code)
        for code, path in (("A", "0001"), ("B", "0002"))
    )
    Assignment.objects.filter(user=people["sri"]).delete()
    Assignment.objects.create(
        user=people["sri"], role=Role.TRAINING_MANAGER, unit=here,
        valid_from=AT.date(), given_by="test", given_at=AT,
    )  # fmt: skip
    seen = asked("hasan", "a", unit_path="00010001")
    hidden = [asked("hasan", "b", unit_path=there.path), asked("hasan", "c")]
    sri = browser_of("sri")
    shown = page(sri)
    assert f"#{seen.pk}<" in shown
    assert not any(f"#{each.pk}<" in shown for each in hidden)
    assert sri.post(f"/pekerjaan/{seen.pk}/batal/").status_code == 403
    assert browser_of("admin").post(f"/pekerjaan/{seen.pk}/batal/").status_code == 302
    seen.refresh_from_db()
    assert (seen.state, seen.cancelled_by) == (State.CANCELLED, "admin")


def test_a_waiting_job_is_cancelled_and_tried_again_on_the_page(browser_of):
    job, budi = asked("budi", what=tasks.all_at_once), browser_of("budi")
    for _ in range(2):  # a double click
        assert budi.post(f"/pekerjaan/{job.pk}/batal/").status_code == 302
    assert "dibatalkan" in page(budi, f"/pekerjaan/{job.pk}/").lower()
    assert budi.post(f"/pekerjaan/{job.pk}/ulang/").status_code == 302
    run_ready(clock=now)
    assert "Selesai" in page(budi, f"/pekerjaan/{job.pk}/")


def test_how_far_it_is_is_shown_and_asked_again_only_while_something_is_open(browser_of):
    job, budi = asked("budi"), browser_of("budi")
    claim = claim_next(worker="w", at=AT)
    progress = Progress(
        job_id=job.pk, key=job.key, by="budi", attempt_id=claim.attempt.pk, clock=lambda: AT
    )
    progress.tell(12, 60, "Files")
    beat(progress, {}, at=AT)
    for address in ("/pekerjaan/", f"/pekerjaan/{job.pk}/"):
        whole = page(budi, address)
        part = page(budi, address, headers={"HX-Request": "true"})
        for shown in (whole, part):
            assert 'max="60" value="12"' in shown
            assert "12 dari 60" in shown
            assert "Berkas" in shown
            assert 'data-hx-trigger="every 2s"' in shown
        assert "<html" in whole
        assert "<html" not in part
    Attempt.objects.update(ended_at=AT)
    Job.objects.update(state=State.DONE, finished_at=AT)
    assert "every 2s" not in page(budi)


def test_older_jobs_are_on_the_next_page(browser_of, django_assert_max_num_queries):
    made = [asked("budi", str(number)) for number in range(A_PAGE + 5)]
    budi = browser_of("budi")
    with django_assert_max_num_queries(15):
        first = page(budi)
    assert f"#{made[-1].pk}<" in first
    assert f"#{made[4].pk}<" not in first
    assert f"?sebelum={made[5].pk}" in first
    second = page(budi, f"/pekerjaan/?sebelum={made[5].pk}")
    assert [f"#{each.pk}<" in second for each in made[:6]] == [True] * 5 + [False]
    assert page(budi, "/pekerjaan/?sebelum=1e9%27")  # an address somebody typed


def test_a_failed_job_says_why_and_that_nobody_works(browser_of):
    job, budi = asked("budi", what=tasks.refuses), browser_of("budi")
    assert "dampak worker" in page(budi)
    run_ready(clock=lambda: AT)
    shown = page(budi, f"/pekerjaan/{job.pk}/")
    assert "Belum ada berkas yang dipilih" in shown
    assert "Coba lagi" in shown


def test_what_comes_back_is_listed_for_those_who_look_after_everything(browser_of):
    from dampak.jobs.scheduling import set_schedules

    set_schedules(at=AT)
    assert "Mengirim pesan" in page(browser_of("admin"))
    assert "Mengirim pesan" not in page(browser_of("budi"))


def test_who_has_no_role_any_more_begins_nothing_again(browser_of, people):
    job, budi = asked("budi", what=tasks.all_at_once), browser_of("budi")
    assert budi.post(f"/pekerjaan/{job.pk}/batal/").status_code == 302
    people["budi"].assignments.update(ended_at=AT, ended_by="admin")
    assert budi.post(f"/pekerjaan/{job.pk}/ulang/").status_code == 403
    assert run_ready(clock=now) == 0
    job.refresh_from_db()
    assert job.state == State.CANCELLED
