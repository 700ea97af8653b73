"""In the folder of copies nothing is removed but copies, and no good copy for a doubtful one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.integration.operations.conftest import Site

from dampak.operations.backup.manifest import NAME
from dampak.operations.backup.places import alone_in, copies_in, encrypted, remove_all_but

HEAD = b"age-encryption.org/v1\n"
LATER = "dampak-20300101T000000Z.tar.age"


def put(folder: Path, day: int, *, data: bytes = HEAD) -> Path:
    """An encrypted copy of that day in March 2026, with its fingerprint."""
    moment = datetime(2026, 3, day, 3, tzinfo=UTC)
    file = encrypted(folder / f"dampak-{moment:%Y%m%dT%H%M%SZ}")
    return put_named(folder, file.name, data=data)


def put_named(folder: Path, name: str, *, data: bytes = HEAD) -> Path:
    (folder / name).write_bytes(data)
    (folder / f"{name}.sha256").write_text(f"0  {name}\n")
    return folder / name


def test_what_is_named_later_than_the_new_copy_drives_out_no_earlier_one(tmp_path):
    later = [put_named(tmp_path, LATER), tmp_path / "dampak-20310101T000000Z"]
    later[1].mkdir()
    (later[1] / NAME).touch()
    first, second, third = (put(tmp_path, day) for day in (1, 2, 3))
    # of first, second and third two stay; the two of another time are not asked
    assert remove_all_but(tmp_path, keep=2, latest=third) == [first.name]
    assert copies_in(tmp_path) == [second, third, *later]


def test_a_clock_that_was_set_back_removes_nothing_that_was_taken_before(tmp_path):
    before = [put(tmp_path, day) for day in (11, 12, 13)]
    new = put(tmp_path, 1)
    assert remove_all_but(tmp_path, keep=1, latest=new) == []
    assert copies_in(tmp_path) == [new, *before]


def test_of_a_copy_that_was_moved_to_another_disk_only_the_link_goes(tmp_path):
    elsewhere, copies = tmp_path / "other-disk", tmp_path / "copies"
    for folder in (elsewhere, copies):
        folder.mkdir()
    (elsewhere / NAME).touch()
    moved = copies / "dampak-20260301T030000Z"
    moved.symlink_to(elsewhere)
    assert remove_all_but(copies, keep=1, latest=put(copies, 2)) == [moved.name]
    assert not moved.is_symlink()
    assert (elsewhere / NAME).exists()


@pytest.mark.parametrize("lies_there", ["a file", "a link"])
def test_what_stands_in_the_way_of_a_copy_goes_and_what_a_link_leads_to_stays(tmp_path, lies_there):
    way, kept = tmp_path / ".dampak-taking", tmp_path / "kept"
    kept.mkdir()
    (kept / "one").touch()
    if lies_there == "a link":
        way.symlink_to(kept)
    else:
        way.touch()
    with alone_in(tmp_path):
        assert not way.is_symlink()
        assert not way.exists()
    assert (kept / "one").exists()


def test_a_file_that_only_has_the_name_of_a_copy_is_not_counted_as_one(tmp_path):
    put(tmp_path, 2, data=b"x")
    first, third = put(tmp_path, 1), put(tmp_path, 3)
    assert remove_all_but(tmp_path, keep=2, latest=third) == []
    assert copies_in(tmp_path) == [first, third]


def test_a_list_of_somebody_else_stays_where_its_file_is_not(tmp_path):
    kept = ["arsip-2024.tar.age.sha256", "dampak-2024.tar.age.sha256", "x.sha256"]
    ours = ["dampak-20260301T030000Z.tar.age.sha256", "dampak-20260301T030000Z-2.tar.age.sha256"]
    for name in kept + ours:
        (tmp_path / name).write_text("0  x\n")
    with alone_in(tmp_path):
        pass
    assert sorted(path.name for path in tmp_path.glob("*.sha256")) == sorted(kept)


@pytest.mark.database
@pytest.mark.slow
def test_the_command_tells_which_copies_keep_left_out_of_account(site: Site, tmp_path):
    put_named(tmp_path, LATER)
    first = site.dampak("backup", tmp_path, "--no-verify")
    assert LATER not in first  # nobody asked for any to go
    told = site.dampak("backup", tmp_path, "--no-verify", "--keep", "2")
    assert f"later than this copy: {LATER}" in told
    assert "Removed" not in told
    assert len(copies_in(tmp_path)) == 3
