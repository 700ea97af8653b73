"""What somebody else packed and encrypted for our key: looked at or brought back, it is refused."""

import io
import json
import subprocess
import tarfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pyrage
import pytest
from pyrage.x25519 import Identity

from dampak.language.saying import say
from dampak.operations.backup import CannotRestore, check_copy, restore_copy
from dampak.operations.backup.encrypting import check_encrypted
from dampak.operations.backup.manifest import NAME, Manifest, manifest_of, written

pytestmark = pytest.mark.slow
LEDGER = b"SQLite format 3\0" * 100
Packed = tuple[tarfile.TarInfo, bytes]
TERABYTE = 1 << 40


def manifest_bytes(**files: bytes) -> bytes:
    named = {name.replace("__", "/"): data for name, data in files.items()}
    known = {name: (sha256(data).hexdigest(), len(data)) for name, data in named.items()}
    return written(
        Manifest(
            dampak="0", made_at="", made_by="", engine="sqlite", snapshot=None, migrations=(),
            tables={}, files={"ledger.db": (sha256(LEDGER).hexdigest(), len(LEDGER)), **known},
        )
    )  # fmt: skip


def member(name: str, data: bytes = b"", **pax: str) -> Packed:
    info = tarfile.TarInfo(f"dampak-x/{name}")
    info.size, info.pax_headers = len(data), pax
    return info, data


def whole(**files: bytes) -> list[Packed]:
    return [member(NAME, manifest_bytes(**files)), member("ledger.db", LEDGER)]


def archive(members: Sequence[Packed]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as made:
        for info, data in members:
            made.addfile(info, io.BytesIO(data))
    return packed.getvalue()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    (tmp_path / "key").write_text(str(Identity.generate()))
    return tmp_path / "key"


def encrypted(packed: bytes, key: Path) -> Path:
    file = key.with_name("hostile.tar.age")
    public = Identity.from_str(key.read_text()).to_public()
    file.write_bytes(pyrage.encrypt(packed, [public]))
    return file


def refused_both_ways(packed: bytes, key: Path) -> set[str]:
    """Why it is refused when it is looked at and when it is brought back; nothing is left."""
    file, place = encrypted(packed, key), key.parent / "place"
    with pytest.raises(CannotRestore) as looked:
        check_copy(file, key=key)
    with pytest.raises(CannotRestore) as brought:
        restore_copy(file, key=key, home=place / "home")
    assert not [*place.glob("*"), *place.glob(".*")]
    told = {say(each, "en") for found in (looked, brought) for each in found.value.faults}
    assert all(str(file) in each for each in told)
    return told


HOSTILE = {
    "a file twice": [*whole(), member("ledger.db", LEDGER)],
    "the manifest twice": [*whole(), member(NAME, manifest_bytes())],
    "a file more": [*whole(), member("home/more", b"x")],
    "a file less": whole()[:1],
    "no manifest": whole()[1:],
    "a file as a folder": [*whole(), member("ledger.db/x", b"x")],
    "another length": [whole()[0], member("ledger.db", LEDGER[1:])],
    "other bytes": [whole()[0], member("ledger.db", LEDGER[::-1])],
    "nothing ends a text": [*whole(), member("home/n", b"x", path="dampak-x/home/a\0b")],
    "a number that is none": [*whole(), member("home/n", b"x", **{"GNU.sparse.map": "a,b"})],
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_its_manifest_does_not_name_once_and_so_is_refused_alike_both_ways(what, key):
    (told,) = refused_both_ways(archive(HOSTILE[what]), key)
    assert "is not a whole back-up of dampak" in told


def test_a_manifest_that_is_a_trap_is_refused_in_words(key):
    said = json.loads(manifest_bytes())
    for trap in (
        b"[" * 200_000,
        b'{"format": "dampak-backup/1", "tables": ' + b"[" * 100_000,
        manifest_bytes(ledger__db=b"", home__a=b"x", home__a__b=b"y"),
        manifest_bytes(**{f"{NAME}/x": b"x"}),
        json.dumps({**said, "files": []}).encode(),
    ):
        (told,) = refused_both_ways(archive([member(NAME, trap), *whole()[1:]]), key)
        assert "cannot be used: its manifest" in told


@pytest.mark.parametrize("form", ["gnu", "pax"])
def test_a_hole_of_a_terabyte_is_refused_before_it_is_read(form, key, tmp_path):
    (tmp_path / "dampak-x" / "home").mkdir(parents=True)
    with (tmp_path / "dampak-x" / "home" / "hole").open("wb") as hole:
        hole.truncate(TERABYTE)
    packed = subprocess.run(
        ["tar", "-c", "--sparse", f"--format={form}", "-C", tmp_path, "dampak-x"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    (told,) = refused_both_ways(packed, key)
    assert "which is no file of a back-up" in told


def test_a_copy_that_was_packed_by_hand_may_bring_its_manifest_last(key):
    file = encrypted(archive(whole()[::-1]), key)
    found = check_encrypted(file, keys=[Identity.from_str(key.read_text())])
    assert found == manifest_of(manifest_bytes(), file)
