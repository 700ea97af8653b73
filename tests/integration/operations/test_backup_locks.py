"""A lock is a file of its own: it cuts nothing short, and follows no link to somebody's file."""

import fcntl
import os
from pathlib import Path

import pytest

from dampak.operations.backup import CannotBackUp, CannotRestore
from dampak.operations.backup.places import alone_in
from dampak.operations.backup.restoring import beside
from dampak.operations.backup.workshop import workshop
from dampak.warehouse.locks import lock_held


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_in_the_place_of_a_lock_is_refused_and_what_it_leads_to_stays(tmp_path, is_there):
    ledger = tmp_path / "ledger.db"
    if is_there:
        ledger.write_text("everything")
    (tmp_path / ".dampak-lock").symlink_to(ledger)
    (tmp_path / ".back.opening-lock").symlink_to(ledger)
    with pytest.raises(CannotBackUp, match="is a link"), alone_in(tmp_path):
        pass
    with (
        pytest.raises(CannotRestore, match="is a link"),
        beside(tmp_path / "back", doing="opening"),
    ):
        pass
    assert ledger.exists() == is_there
    assert not is_there or ledger.read_text() == "everything"


def test_a_file_in_the_place_of_a_lock_keeps_what_it_holds(tmp_path):
    (tmp_path / ".dampak-lock").write_text("a note of somebody's")
    with alone_in(tmp_path):
        pass
    assert (tmp_path / ".dampak-lock").read_text() == "a note of somebody's"


def test_whoever_comes_second_is_told_and_after_the_first_the_lock_is_free(tmp_path):
    for _time in (1, 2):
        with alone_in(tmp_path):
            with pytest.raises(CannotBackUp, match="Another back-up"), alone_in(tmp_path):
                pass
            assert (tmp_path / ".dampak-lock").stat().st_mode & 0o777 == 0o600
        home = tmp_path / "back"
        with (
            beside(home, doing="opening"),
            pytest.raises(CannotRestore, match="being brought back"),
            beside(home, doing="opening"),
        ):
            pass
        assert not list(tmp_path.glob(".back*"))


def test_the_lock_is_one_that_other_programs_see(tmp_path):
    with (
        alone_in(tmp_path),
        (tmp_path / ".dampak-lock").open() as lock,
        pytest.raises(BlockingIOError),
    ):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_lock_that_its_holder_removed_is_nobodys(tmp_path, monkeypatch):
    """A third process makes the file anew; the second, who waited, must not work beside it."""
    lock = tmp_path / "lock"
    locked = fcntl.flock

    def removed_first(descriptor, how):
        lock.unlink()
        locked(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", removed_first)
    with pytest.raises(BlockingIOError), lock_held(lock):
        pass
    monkeypatch.undo()
    with lock_held(lock):
        assert lock.exists()


def test_whoever_encrypts_a_copy_into_another_folder_is_told_of_the_home(tmp_path):
    home = tmp_path / "office"
    home.mkdir()
    with (
        workshop(home=home, folder=tmp_path / "one", is_encrypted=True),
        pytest.raises(CannotBackUp, match="encrypted back-up of the home") as refusal,
        workshop(home=home, folder=tmp_path / "two", is_encrypted=True),
    ):
        pass
    assert str(home) in str(refusal.value)
    assert "copying" not in str(refusal.value)


def service_home(tmp_path: Path) -> Path:
    """The home of a user who is not root."""
    home = tmp_path / "office"
    home.mkdir()
    os.chown(home, 12345, 12346)
    return home


def owner(path: Path) -> tuple[int, int]:
    found = path.lstat()
    return found.st_uid, found.st_gid


ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give away")


@ROOT
@pytest.mark.parametrize("was_locked_out", [False, True])
def test_root_locks_the_user_of_the_service_out_of_nothing(tmp_path, was_locked_out):
    home, copies = service_home(tmp_path), tmp_path / "copies"
    copies.mkdir()
    os.chown(copies, 12345, 12346)
    if was_locked_out:  # by an earlier dampak
        (home / "copying").mkdir()
        (home / "copying" / ".dampak-lock").touch()
    with alone_in(copies), workshop(home=home, folder=copies, is_encrypted=not was_locked_out):
        pass
    for made in (home / "copying", home / "copying" / ".dampak-lock", copies / ".dampak-lock"):
        assert owner(made) == (12345, 12346)


@ROOT
def test_root_gives_away_neither_what_holds_something_nor_what_a_link_leads_to(tmp_path):
    home = service_home(tmp_path)
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / ".dampak-lock").write_text("of root's")
    (home / "copying").symlink_to(tmp_path / "roots")
    with workshop(home=home, folder=tmp_path, is_encrypted=True):
        pass
    assert owner(tmp_path / "roots") == owner(tmp_path / "roots" / ".dampak-lock") == (0, 0)
