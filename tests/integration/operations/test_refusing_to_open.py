"""Why a file is not opened is told as it is: a pass phrase is no wrong key, a list is no copy."""

import base64

import pytest
from pyrage import encrypt, passphrase
from pyrage.x25519 import Identity

from dampak.language.saying import say
from dampak.operations.backup import CannotRestore
from dampak.operations.backup.age_head import is_under_pass_phrase
from dampak.operations.backup.encrypting.opening import opened, refuse_other_fingerprint

ARMOUR = "-----{} AGE ENCRYPTED FILE-----\n"


def armoured(data: bytes) -> bytes:
    text = base64.b64encode(data).decode()
    lines = "".join(f"{text[n : n + 64]}\n" for n in range(0, len(text), 64))
    return (ARMOUR.format("BEGIN") + lines + ARMOUR.format("END")).encode()


def refused(file, key) -> str:
    with pytest.raises(CannotRestore) as refusal, opened(file, [key]) as copy:
        list(copy)
    return " ".join(say(fault, "en") for fault in refusal.value.faults)


@pytest.mark.parametrize("form", [bytes, armoured])
def test_what_a_pass_phrase_opens_is_not_called_the_copy_of_another_key(tmp_path, form):
    file, key = tmp_path / "copy.tar.age", Identity.generate()
    file.write_bytes(form(passphrase.encrypt(b"everything", "loket prima 9")))
    told = refused(file, key)
    assert "with a pass phrase" in told
    assert "umask 077" in told
    assert "for this key" not in told

    file.write_bytes(form(encrypt(b"everything", [Identity.generate().to_public()])))
    assert "was not encrypted for this key" in refused(file, key)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"-----BEGIN AGE ENCRYPTED FILE-----\nA\n", b"x" * 99]
)
def test_what_is_cut_off_or_no_such_file_is_under_no_pass_phrase(tmp_path, data):
    (tmp_path / "file").write_bytes(data)
    assert not is_under_pass_phrase(tmp_path / "file")


@pytest.mark.parametrize("listed", ["", "\n", "abc  copy.tar.age\n", "copy.tar.age\n"])
def test_a_list_without_a_sha256_is_not_told_as_a_changed_copy(tmp_path, listed):
    file = tmp_path / "copy.tar.age"
    file.write_bytes(b"anything")
    (tmp_path / "copy.tar.age.sha256").write_text(listed)
    with pytest.raises(CannotRestore) as refusal:
        refuse_other_fingerprint(file)
    told = say(refusal.value.faults[0], "en")
    assert "holds no SHA-256" in told
    assert "was cut off or changed after it was written" not in told
    assert say(refusal.value.faults[0], "id") != told


def test_a_sha256_in_capitals_and_without_a_name_is_one(tmp_path):
    file = tmp_path / "copy.tar.age"
    file.write_bytes(b"")
    known = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
    (tmp_path / "copy.tar.age.sha256").write_text(f"{known}\n")
    assert refuse_other_fingerprint(file)
    file.write_bytes(b"x")
    with pytest.raises(CannotRestore, match="cut off or changed after"):
        refuse_other_fingerprint(file)
