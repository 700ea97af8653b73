"""What is encrypted passes piece by piece; no fault on the way is swallowed; nothing leads out."""

import io
import os
import resource
import subprocess
import sys
import tarfile
from pathlib import Path

import pyrage
import pytest
from pyrage.x25519 import Identity

from dampak.operations.backup import CannotBackUp, CannotRestore
from dampak.operations.backup.encrypting import check_encrypted, close_copy, unpack
from dampak.operations.backup.manifest import NAME, Manifest, written
from dampak.warehouse.fingerprint import sha256_of

MEASURES = """
import resource, runpy, sys
import django; django.setup()
from pathlib import Path
import pyrage.x25519
from dampak.operations.backup.encrypting import check_encrypted, unpack
folder, size, made = Path(sys.argv[1]), int(sys.argv[2]), runpy.run_path(sys.argv[3])
key = pyrage.x25519.Identity.generate()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
file = made["closed"](folder, made["laid_out"](folder, size), key)
check_encrypted(file, keys=[key])
unpack(file, folder / "out", keys=[key])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def laid_out(folder: Path, size: int) -> Manifest:
    """A copy whose ledger is so large; on the disk it takes no room."""
    (folder / "copy").mkdir()
    with (folder / "copy" / "ledger.db").open("wb") as ledger:
        ledger.truncate(size)
    manifest = Manifest(
        dampak="0", made_at="", made_by="", engine="sqlite", snapshot=None, migrations=(),
        tables={}, files={"ledger.db": (sha256_of(folder / "copy" / "ledger.db"), size)},
    )  # fmt: skip
    (folder / "copy" / NAME).write_bytes(written(manifest))
    return manifest


def closed(folder: Path, manifest: Manifest, key: Identity) -> Path:
    (folder / "aside").mkdir()
    file = folder / "dampak-20260302T030000Z.tar.age"
    close_copy(
        folder / "copy",
        manifest,
        place=file,
        aside=folder / "aside",
        recipients=[key.to_public()],
        proves=True,
    )
    return file


def test_memory_does_not_grow_with_the_copy(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", MEASURES, str(tmp_path), str(300 << 20), __file__],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "dampak.website.settings"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(ran.stdout) < 60 << 10  # KiB: a fifth of the copy, for buffers of pieces of 1 MB


def test_an_archive_that_holds_anything_else_is_refused_whatever_its_names_say(tmp_path):
    key = Identity.generate()
    link = tarfile.TarInfo("dampak-x/home/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    device = tarfile.TarInfo("dampak-x/home/null")
    device.type = tarfile.CHRTYPE
    names = ("/etc/outside", "dampak-x/../outside", "../outside", "outside", "dampak-x/a/../../b")
    for member in (link, device, *map(tarfile.TarInfo, names)):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            archive.addfile(member)
        file = tmp_path / "hostile.age"
        file.write_bytes(pyrage.encrypt(packed.getvalue(), [key.to_public()]))
        with pytest.raises(CannotRestore, match="no file of a back-up"):
            unpack(file, tmp_path / "out", keys=[key])
        assert not (tmp_path / "out").exists()


def test_what_can_be_decrypted_and_is_no_archive_is_refused(tmp_path):
    key = Identity.generate()
    for text in (b"Yth. Bapak", b"", b"x" * 100_000):
        (tmp_path / "letter.age").write_bytes(pyrage.encrypt(text, [key.to_public()]))
        with pytest.raises(CannotRestore, match="not a whole back-up"):
            check_encrypted(tmp_path / "letter.age", keys=[key])


def test_a_copy_that_lacks_a_file_of_its_manifest_or_holds_one_more_is_refused(tmp_path):
    key = Identity.generate()
    laid_out(tmp_path, 1000)
    for extra in ({}, {"ledger.db": b"\0" * 1000, "home/more": b"x"}, {"ledger.db": b"\0" * 999}):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            archive.add(tmp_path / "copy" / NAME, f"dampak-x/{NAME}")
            for name, data in extra.items():
                info = tarfile.TarInfo(f"dampak-x/{name}")
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        (tmp_path / "torn.age").write_bytes(pyrage.encrypt(packed.getvalue(), [key.to_public()]))
        with pytest.raises(CannotRestore, match="not a whole back-up"):
            check_encrypted(tmp_path / "torn.age", keys=[key])


def test_a_file_that_changes_while_it_is_encrypted_gives_no_copy(tmp_path):
    manifest = laid_out(tmp_path, 1000)
    (tmp_path / "copy" / "ledger.db").write_bytes(b"\0" * 999)
    with pytest.raises(CannotBackUp, match="was changed while"):
        closed(tmp_path, manifest, Identity.generate())
    assert not list(tmp_path.glob("dampak-*"))


@pytest.mark.parametrize("size", [10, 100_000, 5_000_000])
def test_a_disk_that_is_full_is_heard_also_under_the_last_bytes(tmp_path, size):
    manifest = laid_out(tmp_path, size)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 1500, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            closed(tmp_path, manifest, Identity.generate())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(tmp_path.glob("dampak-*"))
