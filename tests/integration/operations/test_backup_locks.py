"""A lock is a file of its own: it cuts nothing short, and follows no link to somebody's file."""

import fcntl

import pytest

from dampak.operations.backup import CannotBackUp, CannotRestore
from dampak.operations.backup.places import alone_in
from dampak.operations.backup.restoring import beside


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
