"""A private key is for its owner alone, is never overwritten, and never lies in the home."""

import os
import resource
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from dampak.language.saying import say
from dampak.operations.backup import (
    CannotBackUp,
    CannotMakeKey,
    CannotRestore,
    check_copy,
    make_key,
    restore_copy,
)
from dampak.operations.backup.encrypting import read_keys, recipients_of

AT = datetime(2026, 3, 2, 3, tzinfo=UTC)


def test_what_is_written_is_the_private_half_of_what_is_told_and_for_its_owner_alone(tmp_path):
    public = make_key(tmp_path / "key", home=tmp_path / "home", at=AT)
    assert [str(key.to_public()) for key in read_keys(tmp_path / "key")] == [public]
    assert [str(key) for key in recipients_of([public, public])] == [public]
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_what_is_there_already_stays(tmp_path):
    (tmp_path / "key").write_text("the key of all earlier copies")
    with pytest.raises(CannotMakeKey, match="never overwritten"):
        make_key(tmp_path / "key", home=tmp_path / "home", at=AT)
    assert (tmp_path / "key").read_text() == "the key of all earlier copies"


def test_a_link_leads_nowhere(tmp_path):
    (tmp_path / "key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotMakeKey, match="never overwritten"):
        make_key(tmp_path / "key", home=tmp_path / "home", at=AT)
    assert not (tmp_path / "elsewhere").exists()


def test_a_home_does_not_hold_what_opens_its_copies(tmp_path):
    (tmp_path / "office").mkdir()
    (tmp_path / "way").symlink_to(tmp_path / "office")
    for place in (tmp_path / "office" / "key", tmp_path / "way" / "key"):
        with pytest.raises(CannotMakeKey, match="lies in the home"):
            make_key(place, home=tmp_path / "office", at=AT)
    assert not list((tmp_path / "office").iterdir())


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"", "it holds no key"),
        (b"# public key: none\n", "it holds no key"),
        (b"AGE-SECRET-KEY-1ABC\n", "is damaged"),
        (b"age-encryption.org/v1\n-> scrypt x\n", "pass phrase"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "pass phrase"),
        (b"\xff\xfe\x00", "cannot be read as text"),
        (b"\xef\xbb\xbfAGE-SECRET-KEY-1ABC\n", "is damaged"),
    ],
)
def test_what_is_no_private_key_is_refused_with_what_it_is(tmp_path, written, told):
    (tmp_path / "key").write_bytes(written)
    with pytest.raises(CannotRestore, match=told):
        read_keys(tmp_path / "key")


def test_the_public_half_opens_nothing_and_is_told_apart(tmp_path):
    public = make_key(tmp_path / "key", home=tmp_path / "office", at=AT)
    (tmp_path / "public").write_text(public)
    with pytest.raises(CannotRestore, match="only closes"):
        read_keys(tmp_path / "public")


def test_every_recipient_that_is_none_is_named_at_once():
    with pytest.raises(CannotBackUp) as refusal:
        recipients_of(["age1wrong", "ssh-ed25519 AAAA"])
    assert ["age1wrong" in say(fault, "en") for fault in refusal.value.faults] == [True, False]


def test_a_key_that_an_editor_of_windows_has_saved_is_read(tmp_path):
    public = make_key(tmp_path / "key", home=tmp_path / "office", at=AT)
    text = (tmp_path / "key").read_text()
    (tmp_path / "key").write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert [str(key.to_public()) for key in read_keys(tmp_path / "key")] == [public]


def test_no_more_than_twelve_letters_of_what_was_given_are_said_again():
    private = str(Identity.generate())
    others = [private[7:], private.replace("-", "_"), f"x{private}x", private[16:], private[11:]]
    others.append(private.replace("-", "\u2010"))
    for given in (private, f'"{private}"', f" '{private}'", f"identity={private.lower()}", *others):
        with pytest.raises(CannotBackUp) as refusal:
            recipients_of([given])
        told = say(refusal.value.faults[0], "id")
        assert not any(given[n : n + 13] in told for n in range(17, len(given) - 12))


def test_quotes_around_recipients_are_those_of_a_file_of_settings():
    one, two = (str(Identity.generate().to_public()) for _ in range(2))
    found = recipients_of([f'"{one}', f"{two}'", f"'{one}'", one.upper()])
    assert {str(each) for each in found} == {one, two}


def test_the_key_itself_in_the_place_of_its_file_is_not_said_again():
    private = str(Identity.generate())
    dashed = private.replace("-", "\u2010")
    for given in (private, f"/media/usb/{private.lower()}", private * 5, dashed, dashed[11:]):
        with pytest.raises(CannotRestore, match="itself was given") as refusal:
            read_keys(Path(given))
        assert private[20:] not in str(refusal.value).upper()


def test_a_file_that_is_called_like_a_key_is_read_and_one_that_is_not_there_is_told(tmp_path):
    named = tmp_path / "age-secret-key-1.txt"
    public = make_key(named, home=tmp_path / "office", at=AT)
    assert [str(key.to_public()) for key in read_keys(named)] == [public]
    with pytest.raises(CannotRestore, match="it is not there"):
        read_keys(tmp_path / "other")


def test_a_key_under_a_pass_phrase_is_opened_for_its_owner_alone(tmp_path):
    (tmp_path / "key").write_text("age-encryption.org/v1\n-> scrypt x\n")
    with pytest.raises(CannotRestore) as refusal:
        read_keys(tmp_path / "key")
    for language in ("en", "id"):
        told = say(refusal.value.faults[0], language)
        assert f"(umask 077; age -d {tmp_path / 'key'} > /dev/shm/key)" in told


def test_a_full_disk_leaves_no_file_so_that_the_same_command_makes_the_key(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            make_key(tmp_path / "key", home=tmp_path / "office", at=AT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not (tmp_path / "key").exists()
    assert make_key(tmp_path / "key", home=tmp_path / "office", at=AT)


def test_what_never_ends_or_is_too_large_is_no_file_of_keys(tmp_path):
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(1 << 40)  # on the disk it takes no room
    for given, told in ((Path("/dev/zero"), "it is no file"), (large, "too large for a key")):
        with pytest.raises(CannotRestore, match=told):
            read_keys(given)


def test_a_key_comes_through_a_pipe_so_that_it_need_not_lie_on_a_disk(tmp_path):
    public = make_key(tmp_path / "key", home=tmp_path / "office", at=AT)
    os.mkfifo(tmp_path / "pipe")
    told = (tmp_path / "key").read_bytes()
    telling = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(told,))
    telling.start()
    assert [str(key.to_public()) for key in read_keys(tmp_path / "pipe")] == [public]
    telling.join()


def test_a_copy_is_no_pipe_and_no_device(tmp_path):
    os.mkfifo(tmp_path / "dampak-20260302T030000Z.tar.age")
    for given in (tmp_path / "dampak-20260302T030000Z.tar.age", Path("/dev/zero")):
        with pytest.raises(CannotRestore, match="neither a file nor a folder"):
            check_copy(given, key=None)
        with pytest.raises(CannotRestore, match="neither a file nor a folder"):
            restore_copy(given, key=None, home=tmp_path / "back")


def test_the_name_of_a_key_is_on_the_disk_before_its_public_half_is_told(tmp_path, monkeypatch):
    brought, sync = [], os.fsync

    def synced(descriptor):
        brought.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", synced)
    make_key(tmp_path / "key", home=tmp_path / "office", at=AT)
    assert brought == [False, True]  # what it holds, then the folder with its name


def test_a_key_whose_name_did_not_come_to_the_disk_is_no_key(tmp_path, monkeypatch):
    def refuses(_folder):
        raise OSError("the stick was pulled out")

    monkeypatch.setattr(f"{read_keys.__module__}.bring_name_to_disk", refuses)
    with pytest.raises(OSError, match="pulled out"):
        make_key(tmp_path / "key", home=tmp_path / "office", at=AT)
    assert not (tmp_path / "key").exists()
