"""What becomes of work in the background."""

from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests import background_tasks as tasks
from tests.integration.conftest import AT

from dampak.audit.models import Entry
from dampak.jobs.claiming import LEASE, claim_next, take_back_lost
from dampak.jobs.heart import beat
from dampak.jobs.models import Attempt, Job, Schedule, State, Step
from dampak.jobs.progress import Cancelled, LeaseLost, Progress, Pulse, TryAgain, WorkerStops
from dampak.jobs.running import run_claim, run_ready
from dampak.jobs.scheduling import ask_for_due, set_schedules, wake
from dampak.jobs.services import CannotChangeJob, cancel_job, enqueue, postpone_job, retry_job
from dampak.jobs.tasks import TASKS, Task, task

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def asked(what: Task, key: str = "one", **more: Any) -> Job:
    return enqueue(what, key=key, by="sri", at=AT, **more)


def ran(job: Job, at: datetime = AT) -> Job:
    run_ready(clock=lambda: at)
    job.refresh_from_db()
    return job


def progress_of(claim: Any, at: datetime = AT) -> Progress:
    job, attempt = claim.job, claim.attempt
    return Progress(job_id=job.pk, key=job.key, by="sri", attempt_id=attempt.pk, clock=lambda: at)


@pytest.fixture
def made(monkeypatch):
    """Declare a task for one test; nothing else comes back by itself meanwhile."""
    from dampak.jobs import tasks as registry

    for name in [name for name, each in TASKS.items() if each.cron]:
        monkeypatch.delitem(registry._KNOWN, name)
    before = set(TASKS)

    def declare(work, **rules):
        return task(f"test.{work.__name__}", title="Files", **rules)(work)

    yield declare
    for name in set(TASKS) - before:
        del registry._KNOWN[name]


def effects() -> int:
    return Entry.objects.filter(deed="effect").count()


def test_asking_twice_with_one_key_is_asking_once():
    assert asked(tasks.all_at_once) == asked(tasks.all_at_once)
    assert Entry.objects.filter(deed="job.asked").count() == 1
    assert ran(Job.objects.get()).state == State.DONE
    assert asked(tasks.all_at_once).state == State.DONE  # it is not done again
    assert run_ready(clock=lambda: AT) == 0


def test_work_that_is_asked_for_in_a_deed_that_fails_was_never_asked_for():
    with transaction.atomic():
        asked(tasks.all_at_once)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_who_has_waited_longest_comes_first_and_nobody_before_the_time():
    late = asked(tasks.all_at_once, "late", due_at=AT + timedelta(hours=1))
    asked(tasks.all_at_once, "second")
    first = asked(tasks.all_at_once, "first", due_at=AT - timedelta(hours=1))
    assert claim_next(worker="w", at=AT).job == first
    assert claim_next(worker="w", at=AT).job.key == "second"
    assert claim_next(worker="w", at=AT) is None
    assert claim_next(worker="w", at=AT + timedelta(hours=1)).job == late


def test_a_task_that_this_version_does_not_know_waits_for_one_that_does():
    job = asked(tasks.all_at_once)
    Job.objects.update(task="of-the-next-version")
    assert claim_next(worker="w", at=AT) is None
    job.refresh_from_db()
    assert (job.state, job.definition()) == (State.WAITING, None)


def test_an_atomic_task_that_breaks_off_leaves_nothing_and_is_tried_with_growing_pauses():
    job, at, pauses = asked(tasks.breaks), AT, []
    while ran(job, at).is_open():
        pauses.append((job.due_at - at).total_seconds())
        assert claim_next(worker="w", at=job.due_at - timedelta(seconds=1)) is None
        at = job.due_at
    assert pauses == [20, 60, 180]  # four tries, three pauses between them
    assert (job.state, effects(), job.attempts.count()) == (State.FAILED, 0, 4)
    assert "coba lagi" in job.told["id"].lower()
    assert "try again" in job.told["en"].lower()


def test_nobodys_data_are_quoted_where_a_fault_is_told(caplog):
    job = ran(asked(tasks.breaks))
    kept = str(Attempt.objects.values().get(job=job)) + str(Job.objects.values().get())
    assert "RuntimeError" in kept
    assert "background_tasks.py" in caplog.text
    for text in (kept, caplog.text):
        assert "Budi" not in text
        assert "19850101" not in text


def test_a_refusal_is_told_in_both_languages_and_not_tried_again():
    job = ran(asked(tasks.refuses))
    assert job.state == State.FAILED
    assert job.told["en"] == "No file was chosen. Choose one or more files."
    assert job.told["id"].startswith("Belum ada berkas")


def test_what_takes_too_long_is_broken_off():
    job = ran(asked(tasks.endless))
    assert (job.state, job.attempts.get().fault.split()[0]) == (State.FAILED, "TookTooLong")


def test_a_task_may_ask_to_be_tried_later(made):
    def waits(progress):
        raise TryAgain(tasks.Sentence("No file was chosen. Choose one or more files."))

    job = ran(asked(made(waits)))
    assert (job.state, job.told["en"][:7]) == (State.WAITING, "No file")


def test_steps_that_were_done_are_passed_by(made):
    calls = []

    def walks(progress):
        for name in "abc":
            if progress.done_already(name):
                continue
            with progress.step(name, keeps={"letter": name}):
                calls.append(name)
                tasks.effect(progress, name)
                if calls == ["a", "b"]:
                    raise RuntimeError
        return [progress.kept(name)["letter"] for name in "abc"]

    job = ran(asked(made(walks)))
    assert list(job.steps.values_list("name", flat=True)) == ["a"]
    job = ran(job, job.due_at)
    assert (job.state, job.result, calls) == (State.DONE, ["a", "b", "c"], ["a", "b", "b", "c"])
    assert effects() == 3


def test_the_key_for_others_is_the_same_in_every_attempt_and_only_there(made):
    keys = []

    def calls(progress):
        keys.append((progress.token("a"), progress.token("b")))
        if len(keys) == 1:
            raise RuntimeError

    what = made(calls)
    ran(ran(asked(what)), AT + timedelta(hours=1))
    ran(asked(what, "two"))
    assert keys[0] == keys[1] != keys[2]
    assert len({*keys[0], *keys[2]}) == 4


def test_a_silent_worker_loses_its_job_and_writes_nothing_more():
    asked(tasks.step_by_step)
    claim = claim_next(worker="silent", at=AT)
    assert take_back_lost(at=AT + LEASE) == 0  # the lease lasts to its last moment
    assert take_back_lost(at=AT + LEASE * 2) == 1
    again = claim_next(worker="other", at=AT + LEASE * 2)
    assert again.job == claim.job
    silent = progress_of(claim)
    with pytest.raises(LeaseLost), silent.step("0"):
        tasks.effect(silent, "0")
    assert (effects(), Step.objects.count()) == (0, 0)
    run_claim(claim, clock=lambda: AT, pulse=Pulse())  # the silent one wakes and goes on
    assert effects() == 0
    run_claim(again, clock=lambda: AT, pulse=Pulse())
    assert (effects(), Job.objects.get().state) == (tasks.STEPS, State.DONE)


def test_a_worker_that_beats_keeps_its_job():
    asked(tasks.patient)
    claim = claim_next(worker="w", at=AT)
    beat(progress_of(claim), {}, at=AT + LEASE)
    assert take_back_lost(at=AT + LEASE * 1.5) == 0


def test_a_beat_without_news_writes_only_when_half_the_lease_is_over(
    django_assert_num_queries,
):
    asked(tasks.patient)
    progress = progress_of(claim_next(worker="w", at=AT))
    progress.pulse.of, progress.pulse.done, progress.pulse.sentence = 10, 3, "Files"
    written = beat(progress, {}, at=AT)
    with django_assert_num_queries(1):
        beat(progress, written, at=AT + LEASE / 4)
    with django_assert_num_queries(2):
        beat(progress, written, at=AT + LEASE / 2)
    assert Attempt.objects.get().told == {"id": "Berkas", "en": "Files"}
    assert Attempt.objects.get().share() == pytest.approx(0.3)


def test_a_job_that_ends_its_worker_each_time_fails_in_the_end(made):
    def kills(progress):
        pass

    job, at = asked(made(kills, tries=2)), AT
    for _ in range(2):
        claim_next(worker="w", at=at)
        at += LEASE * 2
        take_back_lost(at=at)
    job.refresh_from_db()
    assert (job.state, job.told["en"][:17]) == (State.FAILED, "The worker ended ")


def test_a_waiting_job_is_cancelled_at_once():
    job = asked(tasks.all_at_once)
    assert cancel_job(job, by="sri", at=AT)
    assert (ran(job).state, job.cancelled_by, effects()) == (State.CANCELLED, "sri", 0)
    with pytest.raises(CannotChangeJob):
        cancel_job(job, by="sri", at=AT)


@pytest.mark.parametrize("atomic", [True, False])
def test_a_running_job_is_cancelled_where_it_tells_how_far_it_is(made, atomic):
    def is_cancelled_halfway(progress):
        tasks.effect(progress, "0")
        progress.tell(1, 2)
        raise AssertionError

    def hears(progress):
        assert not cancel_job(job, by="hasan", at=AT)
        beat(progress, {}, at=AT)
        return nullcontext()

    job = asked(made(is_cancelled_halfway, atomic=atomic))
    run_claim(claim_next(worker="w", at=AT), clock=lambda: AT, pulse=Pulse(), heart=hears)
    job.refresh_from_db()
    assert (job.state, job.cancelled_by) == (State.CANCELLED, "hasan")
    assert effects() == (0 if atomic else 1)


def test_a_job_whose_worker_dies_before_it_hears_of_the_cancelling_is_cancelled():
    job = asked(tasks.patient)
    claim_next(worker="w", at=AT)
    cancel_job(job, by="sri", at=AT)
    take_back_lost(at=AT + LEASE * 2)
    job.refresh_from_db()
    assert (job.state, job.cancelled_by) == (State.CANCELLED, "sri")


def test_a_worker_that_is_told_to_end_gives_its_job_back_and_no_try_is_lost():
    job = asked(tasks.patient)
    claim = claim_next(worker="w", at=AT)
    run_claim(claim, clock=lambda: AT, pulse=Pulse(interruption=WorkerStops))
    job.refresh_from_db()
    assert (job.state, job.tries_left) == (State.WAITING, tasks.patient.tries)


def test_what_failed_can_be_tried_again_and_what_is_done_cannot():
    failed = ran(asked(tasks.refuses))
    again = retry_job(failed, by="sri", at=AT)
    assert (again.state, again.tries_left, again.told) == (State.WAITING, 5, {})
    assert retry_job(again, by="sri", at=AT) == again  # a double click
    assert Entry.objects.filter(deed="job.retried").count() == 1
    done = ran(asked(tasks.all_at_once, "two"))
    with pytest.raises(CannotChangeJob):
        retry_job(done, by="sri", at=AT)


def test_only_what_has_not_begun_can_be_postponed():
    job, later = asked(tasks.all_at_once), AT + timedelta(days=1)
    assert postpone_job(job, due_at=later, by="sri", at=AT)
    assert ran(job).state == State.WAITING
    assert ran(job, later).state == State.DONE
    assert not postpone_job(job, due_at=AT, by="sri", at=later)


def test_the_database_refuses_two_attempts_at_a_time():
    asked(tasks.patient)
    first = claim_next(worker="w", at=AT).attempt
    with pytest.raises(IntegrityError):
        Attempt.objects.create(job_id=first.job_id, worker="x", started_at=AT, leased_until=AT)


@pytest.fixture
def nightly(made):
    def counts(progress):
        tasks.effect(progress, "night")

    return made(counts, cron="15 2 * * *", atomic=True)


def nights(n: int) -> datetime:
    """02.15 in Jakarta, so many nights after `AT`, which is 10.00 there."""
    return AT + timedelta(days=n - 1, hours=16, minutes=15)


def test_what_comes_back_comes_at_its_moment(nightly):
    set_schedules(at=AT)
    assert ask_for_due(at=nights(1) - timedelta(seconds=1)) == 0
    assert ask_for_due(at=nights(1)) == 1
    assert ask_for_due(at=nights(1)) == 0
    run_ready(clock=lambda: nights(1))
    assert ask_for_due(at=nights(2)) == 1


def test_what_was_missed_several_times_comes_once(nightly):
    set_schedules(at=AT)
    assert ask_for_due(at=nights(5) + timedelta(hours=3)) == 1
    assert Schedule.objects.get(task=nightly.name).next_at == nights(6)


def test_what_still_runs_is_not_begun_a_second_time(nightly):
    set_schedules(at=AT)
    ask_for_due(at=nights(1))
    claim_next(worker="w", at=nights(1))
    assert ask_for_due(at=nights(2)) == 0
    assert Job.objects.count() == 1


def test_what_has_nothing_to_do_makes_no_job(made):
    def idles(progress):
        raise AssertionError

    idle = made(idles, cron="* * * * *", only_if=lambda at: False)
    set_schedules(at=AT)
    assert ask_for_due(at=AT + timedelta(minutes=1)) == 0
    assert Schedule.objects.get(task=idle.name).next_at > AT + timedelta(minutes=1)


def test_what_comes_back_can_be_woken_and_switched_off(nightly):
    set_schedules(at=AT)
    wake(nightly.name, at=AT)
    assert ask_for_due(at=AT) == 1
    Schedule.objects.update(is_on=False)
    wake(nightly.name, at=AT)
    assert ask_for_due(at=AT) == 0


def test_new_moments_of_a_task_are_taken_over(nightly, made):
    set_schedules(at=AT)
    before = Schedule.objects.get(task=nightly.name).next_at
    made(nightly.work, cron="15 4 * * *")
    set_schedules(at=AT)
    assert Schedule.objects.get(task=nightly.name).next_at == before + timedelta(hours=2)


def test_two_tasks_of_one_name_are_refused():
    with pytest.raises(ValueError, match=r"test\.atomic"):
        task("test.atomic", title="Files")(beat)


def test_telling_raises_what_the_heart_heard():
    asked(tasks.patient)
    progress = progress_of(claim_next(worker="w", at=AT))
    progress.tell(1, 2)
    progress.pulse.interruption = Cancelled
    with pytest.raises(Cancelled):
        progress.tell(2, 2)
