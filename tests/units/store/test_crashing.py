"""A crash at any step of a publication leaves the last whole snapshot, and a rerun completes."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from tests.landed_files import SECRET, landed, units

from dampak.warehouse.conformed import conform_at_any_loss, keyed
from dampak.warehouse.fingerprint import sha256_of
from dampak.warehouse.store import Store
from dampak.warehouse.store.disk import Disk
from dampak.warehouse.store.lock import writing

AT = datetime(2026, 4, 1, 8, tzinfo=UTC)


def prepared(unit, volume):
    delivery = [
        units("K01", unit),
        landed("unit_months", f"unit_code|month|volume\n{unit}|2026-01|{volume}\nX|2026-01|1"),
        landed("costs", "programme|cost_class|spent\n" + "P|Travel|1000\n" * 9),
    ]
    files = [keyed(file, secret=SECRET) for file in delivery]
    return conform_at_any_loss(files), files


FIRST, SECOND = prepared("K02", 7), prepared("K03", 9)


class Crash(BaseException):
    """The machine dies: nothing after this happens, no clean-up either."""


class FailingDisk(Disk):
    """Dies at the step with this number; counts steps."""

    def __init__(self, dies_at: int = 0) -> None:
        self.dies_at, self.steps = dies_at, 0

    def passed(self, step: str) -> None:
        self.steps += 1
        if self.steps == self.dies_at:
            raise Crash(step)


def served(home):
    snapshot = Store(home).head()
    if snapshot is None:
        return None
    with snapshot.connect() as connection:
        row = connection.execute("SELECT unit_code, volume FROM unit_months").fetchone()
    unknown_units = [row for row in snapshot.rejected() if row.column == "unit_code"]
    return snapshot.number, *row, len(unknown_units)


def kept_raw(home):
    return {path.read_text() for path in (home / "raw").glob("*/*")}


def publish(home, prepared, source, disk=None):
    store = Store(home, disk=disk)
    with writing(home):
        store.keep_raw(source, sha256_of(source))
        return store.publish(*prepared, at=AT, by="sri")


def steps_of_a_publication(home, source):
    disk = FailingDisk()
    publish(home, FIRST, source)
    source.write_text("as it came the second time")
    publish(home, SECOND, source, disk)
    return disk.steps


def test_every_step_of_a_publication_may_be_the_last(tmp_path):
    source = tmp_path / "unit_months.csv"
    source.write_text("as it came")
    steps = steps_of_a_publication(tmp_path / "counting", source)
    assert steps > 30  # several files, five or six steps each

    for step in range(1, steps + 1):
        home = tmp_path / f"home-{step}"
        source.write_text("as it came")
        publish(home, FIRST, source)
        source.write_text("as it came the second time")
        with pytest.raises(Crash):
            publish(home, SECOND, source, FailingDisk(step))

        before, after = (1, "K02", 7.0, 1), (2, "K03", 9.0, 1)
        assert served(home) in (before, after)
        assert publish(home, SECOND, source).number == 2
        assert served(home) == after
        assert not list(home.rglob("*.aside"))
        assert kept_raw(home) == {"as it came", "as it came the second time"}


def test_the_first_publication_may_crash_at_every_step_too(tmp_path):
    source = tmp_path / "unit_months.csv"
    source.write_text("as it came")
    disk = FailingDisk()
    publish(tmp_path / "counting", FIRST, source, disk)

    for step in range(1, disk.steps + 1):
        home = tmp_path / f"home-{step}"
        with pytest.raises(Crash):
            publish(home, FIRST, source, FailingDisk(step))

        assert served(home) in (None, (1, "K02", 7.0, 1))
        assert publish(home, FIRST, source).number == 1


def test_every_object_has_the_content_its_name_promises(tmp_path):
    source = tmp_path / "unit_months.csv"
    source.write_text("as it came")
    publish(tmp_path / "home", FIRST, source)

    objects = list((tmp_path / "home" / "objects").iterdir())
    assert objects
    for kept in objects:
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == kept.stem
    manifest = json.loads((tmp_path / "home" / "manifests" / "00000001.json").read_text())
    assert manifest["published_by"] == "sri"
