"""Without a key little can be told of an encrypted copy, and no more than that is told."""

from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner
from pyrage.x25519 import Identity

from dampak.cli.restore import restore
from dampak.operations.backup import CannotRestore, check_copy
from dampak.warehouse.fingerprint import sha256_of

COPY = "dampak-20260302T030000Z.tar.age"


def put(file: Path, data: bytes, *, listed_as: str = "") -> Path:
    """A file with a SHA-256 beside it that agrees."""
    file.write_bytes(data)
    Path(f"{file}.sha256").write_text(f"{sha256_of(file)}  {listed_as or file.name}\n")
    return file


def something_encrypted() -> bytes:
    return pyrage.encrypt(b"Yth. Bapak", [Identity.generate().to_public()])


def test_what_is_not_encrypted_is_no_copy_though_its_sha256_agrees(tmp_path):
    with pytest.raises(CannotRestore, match="it is no encrypted back-up"):
        check_copy(put(tmp_path / COPY, b"not a copy"), key=None)


def test_the_copy_of_another_night_under_this_name_is_refused(tmp_path):
    earlier = "dampak-20260301T030000Z.tar.age"
    with pytest.raises(CannotRestore, match=f"written for {earlier}"):
        check_copy(put(tmp_path / COPY, something_encrypted(), listed_as=earlier), key=None)


@pytest.mark.parametrize("form", ["{}  {}\n", "{} *{}\n", "{}  {}\r\n", "{}  {}"])
def test_a_list_is_read_in_every_form_that_sha256sum_writes(tmp_path, form):
    file = put(tmp_path / COPY, something_encrypted())
    Path(f"{file}.sha256").write_bytes(form.format(sha256_of(file), COPY).encode())
    assert check_copy(file, key=None) is None


def test_the_command_says_that_only_a_key_tells_whether_it_is_whole(tmp_path):
    file = put(tmp_path / COPY, something_encrypted())
    told = CliRunner().invoke(restore, [str(file), "--check"], env={"DAMPAK_LANGUAGE": "en"})
    assert told.exit_code == 0
    assert told.output.split(". ") == [
        f"{COPY} agrees with the SHA-256 beside it",
        "Whether it can be opened and is whole, only --key tells.\n",
    ]
