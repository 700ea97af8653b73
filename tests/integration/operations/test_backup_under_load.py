"""A copy is taken while others write: one moment of the ledger, and everything that it names."""

import json
from threading import Thread
from time import monotonic, sleep

import pytest
from tests import bad_files

pytestmark = [pytest.mark.database, pytest.mark.slow]
WRITES_PAIRS = """
import sys
from datetime import UTC, datetime
from itertools import count
from time import sleep
import django; django.setup()
from django.db import transaction
from dampak.audit.services import record
who, at = sys.argv[1], datetime(2026, 3, 2, 3, tzinfo=UTC)
for number in count():
    with transaction.atomic():
        record("pair.first", by=who, at=at, number=number)
        record("pair.second", by=who, at=at, number=number)
    print(number, flush=True)
    sleep(0.002)  # SQLite keeps no queue: who never pauses lets no other writer in
"""
HANDS_IN = """
import sys
from datetime import UTC, datetime
from itertools import count
import django; django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from dampak.intake.selectors import store
from dampak.intake.services import accept_delivery, receive_delivery
from dampak.warehouse.store import remove_old
at, name = datetime(2026, 3, 2, 4, tzinfo=UTC), "service_requests.csv"
for number in count():
    row = f"R-more-{number},K1,KTP,2024-01-02,2024-01-05"
    files = [SimpleUploadedFile(name, f"{sys.argv[1]}{row}".encode())]
    accept_delivery(receive_delivery(files, by="sri", at=at), by="sri", at=at)
    remove_old(store(), keep=0)
    print(number, flush=True)
"""
READS = """
import django, json; django.setup()
from dampak.audit.models import Entry
from dampak.intake.models import DeliveredFile
from dampak.intake.selectors import served_snapshot
from dampak.warehouse.fingerprint import sha256_of
pairs = {}
entries = Entry.objects.filter(deed__startswith="pair.")
for deed, by, details in entries.values_list("deed", "by", "details"):
    pairs.setdefault(by, {}).setdefault(deed, []).append(details["number"])
files = [
    file.path().exists() and sha256_of(file.path()) == file.sha256
    for file in DeliveredFile.objects.all()
]
print(json.dumps({"pairs": pairs, "files": files, "snapshot": served_snapshot().number}))
"""
WRITERS = ("anna", "bram")


class Writer:
    """A process that works on, and how far it says it has come."""

    def __init__(self, process) -> None:
        self.process, self.done = process, -1
        self.listening = Thread(target=self._listen, daemon=True)
        self.listening.start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.done = int(line)

    def end(self) -> str:
        self.process.kill()
        self.process.wait(timeout=60)
        self.listening.join(timeout=60)
        with self.process.stdout, self.process.stderr:
            return self.process.stderr.read()


def wait_for(writers, at_least: int) -> None:
    until = monotonic() + 120
    while any(writer.done < at_least for writer in writers):
        dead = [writer for writer in writers if writer.process.poll() is not None]
        assert not dead, dead[0].process.stderr.read()
        assert monotonic() < until
        sleep(0.05)


def test_a_copy_taken_under_load_is_one_moment_and_holds_all_that_was_said_before(
    site, restored, tmp_path
):
    writers = {name: Writer(site.started(WRITES_PAIRS, name)) for name in WRITERS}
    office = Writer(site.started(HANDS_IN, bad_files.requests()))
    try:
        wait_for([*writers.values()], at_least=30)
        wait_for([office], at_least=1)
        before = {name: writer.done for name, writer in writers.items()}
        told = site.dampak("backup", tmp_path / "copies")
        after = {name: writer.done for name, writer in writers.items()}
    finally:
        said = [writer.end() for writer in (*writers.values(), office)]
    assert not any("Traceback" in each for each in said), said
    assert "everything is there" in told
    # The copy does not hold the ledger. Which of the two writes is between them alone.
    assert sum(after.values()) > sum(before.values())

    there = restored(next((tmp_path / "copies").glob("dampak-*")))
    found = json.loads(there.ran(READS).splitlines()[-1])
    for name in WRITERS:
        first, second = (
            sorted(found["pairs"][name][f"pair.{which}"]) for which in ("first", "second")
        )
        assert first == second == list(range(len(first)))  # no pair torn, none left out
        assert len(first) > before[name]
    assert len(found["files"]) >= 4
    assert all(found["files"])
    assert found["snapshot"] >= 2
