"""A copy is whole or there is none; what comes back is what was copied, or nothing comes back."""

import hashlib
import json
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.integration.operations.conftest import DAMPAK, Site

from dampak.language.saying import say
from dampak.operations.backup import CannotRestore, restore_backup
from dampak.operations.backup.ledgers import address_of_url

pytestmark = [pytest.mark.database, pytest.mark.slow]
WRITES_LITTLE = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)); "


@pytest.fixture(scope="module")
def copy(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that nobody changes; who wants to change one takes a copy of it."""
    folder = tmp_path_factory.mktemp("copies")
    told = site.dampak("backup", folder)
    assert "everything is there" in told
    return next(folder.glob("dampak-*"))


@pytest.fixture
def spoilt(copy: Path, tmp_path: Path) -> Path:
    """A copy of the copy, to be damaged."""
    return Path(shutil.copytree(copy, tmp_path / "dampak-20260302T030000Z"))


def tampered(copy: Path, change: Callable[[dict], None]) -> None:
    """Change the manifest as somebody would who knows how its fingerprint is made."""
    said = json.loads((copy / "manifest.json").read_text())
    change(said)
    del said["fingerprint"]
    told = json.dumps(said, sort_keys=True).encode()
    said["fingerprint"] = hashlib.sha256(told).hexdigest()
    (copy / "manifest.json").write_text(json.dumps(said))


def refused(copy: Path, home: Path, address: str) -> str:
    """Nothing comes back; returns the reason."""
    database = address_of_url(address) if address else None
    with pytest.raises(CannotRestore) as refusal:
        restore_backup(copy, home=home, database=database)
    assert not home.exists()
    assert not list(home.parent.glob(".*restoring"))
    return " ".join(say(fault, "en") for fault in refusal.value.faults)


def test_what_comes_back_is_what_was_copied(site, copy, restored):
    there = restored(copy)

    for name in ("warehouse/person-key.secret", "uploads/1/units.csv", "warehouse/HEAD"):
        assert (there.home / name).read_bytes() == (site.home / name).read_bytes()
    told = json.loads(there.ran(COUNTS))
    known = json.loads((copy / "manifest.json").read_text())["tables"]
    assert told == known
    assert known["intake_deliveredfile"] == 2


COUNTS = """
import django, json; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    names = [n for n in connection.introspection.table_names() if not n.startswith("sqlite_")]
    told = {}
    for name in names:
        cursor.execute(f'SELECT count(*) FROM "{name}"')
        told[name] = cursor.fetchone()[0]
print(json.dumps(told))
"""


def test_keys_and_copies_are_for_the_owner_alone(copy):
    for path in [copy, *(each for each in copy.rglob("*") if each.is_file())]:
        assert not path.stat().st_mode & 0o077, path


def test_only_so_many_copies_are_kept_and_the_new_one_is_among_them(site, tmp_path):
    for _ in range(3):
        site.dampak("backup", tmp_path, "--keep", "2", "--no-verify")
    assert len(list(tmp_path.glob("dampak-*"))) == 2


def test_a_file_that_was_changed_is_found_before_anything_is_touched(spoilt, tmp_path, address):
    upload = spoilt / "home" / "uploads" / "1" / "units.csv"
    upload.write_bytes(upload.read_bytes().replace(b"K1", b"K9", 1))
    assert "no longer what was written" in refused(spoilt, tmp_path / "back", address)


def test_a_ledger_that_was_cut_off_is_found(spoilt, tmp_path, address):
    ledger = next(spoilt.glob("ledger.*"))
    ledger.write_bytes(ledger.read_bytes()[:-100])
    assert "bytes where" in refused(spoilt, tmp_path / "back", address)


def test_a_file_that_is_missing_is_found(spoilt, tmp_path, address):
    (spoilt / "home" / "warehouse" / "person-key.secret").unlink()
    assert "is missing" in refused(spoilt, tmp_path / "back", address)


def test_a_manifest_that_was_cut_off_or_changed_is_refused(spoilt, tmp_path, address):
    whole = (spoilt / "manifest.json").read_text()
    (spoilt / "manifest.json").write_text(whole[:200])
    assert "cannot be read" in refused(spoilt, tmp_path / "back", address)
    (spoilt / "manifest.json").write_text(whole.replace('"snapshot": 1', '"snapshot": 2'))
    assert "changed after" in refused(spoilt, tmp_path / "back", address)


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "home/../../outside", "home/a\\b"])
def test_a_name_that_leads_out_of_the_copy_is_refused(spoilt, tmp_path, address, name):
    (tmp_path / "outside").write_text("x")
    tampered(spoilt, lambda said: said["files"].update({name: ["0" * 64, 1]}))
    assert "outside of it" in refused(spoilt, tmp_path / "back", address)


def test_a_link_that_leads_out_of_the_copy_is_refused(spoilt, tmp_path, address):
    upload = spoilt / "home" / "uploads" / "1" / "units.csv"
    (tmp_path / "outside").write_bytes(upload.read_bytes())
    upload.unlink()
    upload.symlink_to(tmp_path / "outside")
    assert "leads out" in refused(spoilt, tmp_path / "back", address)


def test_a_copy_of_a_newer_dampak_is_refused(spoilt, tmp_path, address):
    tampered(spoilt, lambda said: said["migrations"].append(["audit", "9999_of_the_future"]))
    assert "newer dampak" in refused(spoilt, tmp_path / "back", address)
    tampered(spoilt, lambda said: said.update(format="dampak-backup/2"))
    assert "newer dampak" in refused(spoilt, tmp_path / "back", address)


def test_a_folder_of_somebody_else_is_refused(tmp_path, address):
    (tmp_path / "theirs").mkdir()
    assert "is no back-up" in refused(tmp_path / "theirs", tmp_path / "back", address)
    (tmp_path / "theirs" / "manifest.json").write_text('{"format": "other/1"}')
    assert "not one of dampak's" in refused(tmp_path / "theirs", tmp_path / "back", address)


def test_a_home_where_something_is_stays_as_it_is(copy, tmp_path, address):
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "work").write_text("of a year")
    with pytest.raises(CannotRestore):
        restore_backup(
            copy, home=tmp_path / "back", database=address_of_url(address) if address else None
        )
    assert [path.name for path in (tmp_path / "back").iterdir()] == ["work"]


def test_a_ledger_comes_back_only_into_the_kind_of_database_it_came_from(copy, tmp_path, address):
    other = None if address else address_of_url("postgresql://x@127.0.0.1:1/x")
    with pytest.raises(CannotRestore) as refusal:
        restore_backup(copy, home=tmp_path / "back", database=other)
    assert "--database-url" in say(refusal.value.faults[0], "en")


def test_a_database_where_something_is_stays_as_it_is(copy, site, tmp_path):
    if not site.address:
        pytest.skip("a ledger of SQLite is part of the home")
    assert "tables" in refused(copy, tmp_path / "back", site.address)


def test_a_damaged_warehouse_gives_no_new_copy_and_the_ones_before_stay(site, tmp_path):
    site.dampak("backup", tmp_path, "--no-verify")
    damaged = next((site.home / "warehouse" / "objects").iterdir())
    whole = damaged.read_bytes()
    shutil.rmtree(next(tmp_path.glob("dampak-*")) / "home" / "warehouse" / "objects")
    damaged.chmod(0o600)
    damaged.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    try:
        assert "is damaged" in site.dampak("backup", tmp_path, code=3)
    finally:
        damaged.write_bytes(whole)
    assert len(list(tmp_path.glob("*dampak-2*"))) == 1


def test_an_upload_that_the_ledger_names_must_be_in_the_copy(site, tmp_path):
    upload = site.home / "uploads" / "1" / "units.csv"
    upload.rename(tmp_path / "away")
    try:
        told = site.dampak("backup", tmp_path / "copies", code=3)
    finally:
        (tmp_path / "away").rename(upload)
    assert "uploads/1/units.csv" in told
    assert not list((tmp_path / "copies").glob("dampak-*"))


def test_a_full_disk_is_told_and_leaves_nothing(site, tmp_path):
    told = site.ran(WRITES_LITTLE + DAMPAK, "backup", str(tmp_path / "copies"), code=3)
    assert told.strip()
    assert "Traceback" not in told
    assert not [path.name for path in (tmp_path / "copies").iterdir() if "lock" not in path.name]


@pytest.mark.parametrize("pause", [0.0, 0.05, 0.15, 0.4])
def test_a_backup_that_is_killed_leaves_no_copy_and_the_next_one_is_whole(site, tmp_path, pause):
    process = site.started(DAMPAK, "backup", str(tmp_path))
    while process.poll() is None and not (tmp_path / ".dampak-taking").exists():
        time.sleep(0.005)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    for named in tmp_path.glob("dampak-*"):  # it may have been quicker
        assert (named / "manifest.json").exists()
    site.dampak("backup", tmp_path)
    assert not list(tmp_path.glob(".dampak-t*"))


@pytest.mark.parametrize("pause", [0.0, 0.02, 0.1])
def test_a_restore_that_is_killed_leaves_no_half_of_a_home(site, copy, tmp_path, address, pause):
    home = tmp_path / "back"
    database = ["--database-url", address] if address else []
    process = site.started(DAMPAK, "restore", str(copy), "--home", str(home), *database)
    while process.poll() is None and not (tmp_path / ".back.restoring").exists():
        time.sleep(0.002)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    if home.exists():
        assert (home / "warehouse" / "HEAD").exists()
        assert address or sqlite3.connect(home / "ledger.db").execute("PRAGMA quick_check")
