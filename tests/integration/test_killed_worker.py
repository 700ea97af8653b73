"""Workers are killed at any moment, and everything is done, once."""

import json
import os
import secrets
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.message_servers import gateway
from tests.worker_processes import own_ledger, started, told_by

pytestmark = [pytest.mark.database, pytest.mark.slow]
# On PostgreSQL, where a worker comes up more slowly, six of them; the twenty are killed on SQLite.
KILLS = 6 if os.environ.get("DAMPAK_DATABASE_URL") else 20
JOBS_OF_A_KIND = 20
ASKS = """
import sys
from django.utils.timezone import now
from django.core.management import call_command
from dampak.jobs.services import enqueue
from dampak.jobs.tasks import TASKS
call_command("migrate", verbosity=0)
for number in range({n}):
    for name in ("test.atomic", "test.stepped"):
        enqueue(TASKS[name], key=f"{{name}}:{{number}}", by="sri", at=now())
    enqueue(TASKS["test.outside"], key=f"outside:{{number}}", by="sri", at=now(), folder={folder!r})
"""
OPEN = """
from dampak.jobs.models import Job
print(Job.objects.filter(state__in=("waiting", "running")).count())
"""
EFFECTS = """
import json
from collections import Counter
from dampak.audit.models import Entry
from dampak.jobs.models import Attempt, Job
effects = Counter((e["job"], e["name"]) for e in
    Entry.objects.filter(deed="effect").values_list("details", flat=True))
print(json.dumps({
    "jobs": list(Job.objects.exclude(asked_by="schedule").values_list("task", "state")),
    "attempts": Attempt.objects.count(),
    "lost": Attempt.objects.filter(outcome="lost").count(),
    "times": sorted(set(effects.values())),
    "effects": len(effects),
}))
"""


WRITES = """
from django.core.management import call_command
from django.utils.timezone import now
from dampak.jobs.scheduling import set_schedules
from dampak.messaging.notices import TRIAL
from dampak.messaging.services import send
from dampak.organisations.models import Person
call_command("migrate", verbosity=0)
set_schedules(at=now())
for number in range({n}):
    person = Person.objects.create(name=f"Pegawai {{number}}", nip_key=bytes([number]) * 32,
        nip_masked="1985", employment="PNS", phone=f"+62811{{number}}")
    send(person, TRIAL, {{"link": "/kotak-masuk/"}}, key=str(number), at=now())
"""
LEFT = """
from dampak.messaging.models import Message
print(Message.objects.exclude(state="sent").count())
"""
MESSAGES = 30


def test_a_gateway_takes_each_message_once_however_often_its_sender_is_killed(home, tmp_path):
    log = tmp_path / "log"
    with own_ledger(home) as ledger, gateway() as heard:
        heard.behaviour = ["takes its time"]
        variables = {**ledger, "DAMPAK_GATEWAY_ADDRESS": f"http://127.0.0.1:{heard.port}/"}
        told_by(WRITES.format(n=MESSAGES), variables)
        for number in range(1, 5):
            sender = started(variables, log)
            until = time.monotonic() + 60
            while len(heard.requests) < 4 * number and time.monotonic() < until:
                time.sleep(0.01)
            os.kill(sender.pid, signal.SIGKILL)  # a request is under way, its answer to come
            sender.wait(timeout=30)
        last = started(variables, log)
        until = time.monotonic() + 120
        while int(told_by(LEFT, variables)) and time.monotonic() < until:
            time.sleep(0.5)
        last.terminate()
        assert last.wait(timeout=30) == 0
        assert told_by(LEFT, variables) == "0", log.read_text()
    assert len(heard.requests) > MESSAGES  # otherwise nobody was killed in the middle
    assert sorted(each["to"] for each in heard.taken.values()) == sorted(
        f"+62811{number}" for number in range(MESSAGES)
    )


def test_workers_killed_twenty_times_do_everything_once(home, tmp_path):
    folder = tmp_path / "world"
    folder.mkdir()
    log = tmp_path / "log"
    with own_ledger(home) as variables:
        told_by(ASKS.format(n=JOBS_OF_A_KIND, folder=str(folder)), variables)
        for _ in range(KILLS):
            workers = [started(variables, log) for _ in range(2)]
            # from here on the end falls anywhere between two commits
            _until_at_work(workers, log)
            time.sleep(secrets.randbelow(400) / 1000)
            for each in workers:
                os.kill(each.pid, signal.SIGKILL)
                each.wait(timeout=30)
        _work_off(variables, log)
        found = json.loads(told_by(EFFECTS, variables))

    assert {state for _task, state in found["jobs"]} == {"done"}, log.read_text()
    assert len(found["jobs"]) == 3 * JOBS_OF_A_KIND
    assert found["lost"] > 0  # otherwise nobody was killed in the middle of anything
    assert found["times"] == [1]
    assert found["effects"] == 2 * JOBS_OF_A_KIND * 6
    keys = {each.name for each in folder.iterdir()} - {"seen-again"}
    assert len(keys) == JOBS_OF_A_KIND * 6


def _until_at_work(workers: list["subprocess.Popen[bytes]"], log: Path) -> None:
    """Until a worker is in the middle of a job: its start is over."""
    before = log.read_text().count("at work")
    until = time.monotonic() + 60
    while log.read_text().count("at work") <= before and time.monotonic() < until:
        assert all(each.poll() is None for each in workers), log.read_text()
        time.sleep(0.02)


def _work_off(variables: dict[str, str], log: Path) -> None:
    last = started(variables, log)
    until = time.monotonic() + 120
    try:
        while int(told_by(OPEN, variables)) and time.monotonic() < until:
            time.sleep(0.5)
        assert last.poll() is None, log.read_text()
    finally:
        last.terminate()
        assert last.wait(timeout=30) == 0
