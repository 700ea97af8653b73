"""An encrypted copy: only a holder of a key opens it, and no clear text lies where copies lie."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import pytest
from tests.integration.operations.conftest import DAMPAK, Site

from dampak.language.saying import say
from dampak.operations.backup import CannotRestore, check_copy, restore_copy
from dampak.operations.backup.ledgers import address_of_url

pytestmark = [pytest.mark.database, pytest.mark.slow]
NEEDS_AGE = pytest.mark.skipif(not shutil.which("age"), reason="the program age is not installed")
KEPT = ("warehouse/person-key.secret", "uploads/1/units.csv", "warehouse/HEAD")
CHUNK = 65536 + 16  # of the age format: what is authenticated at a time


@pytest.fixture(scope="module")
def keys(site: Site, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, str]]:
    """Two pairs, by the command itself: where the private key lies, and the public one."""
    folder = tmp_path_factory.mktemp("keys")
    return [_pair(site, folder / name) for name in ("one", "two")]


def _pair(site: Site, file: Path) -> tuple[Path, str]:
    told = site.dampak("backup-key", file).splitlines()
    return file, next(line for line in told if line.startswith("age1"))


@pytest.fixture(scope="module")
def copy(site: Site, keys, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    told = site.dampak("backup", folder, *for_all(keys))
    assert "everything is there" in told
    return next(folder.glob("*.tar.age"))


@pytest.fixture
def spoilt(copy: Path, tmp_path: Path) -> Path:
    """A copy of the file, with its fingerprint, to be damaged."""
    (tmp_path / "spoilt").mkdir()
    for file in copy.parent.glob("dampak-*"):
        shutil.copy(file, tmp_path / "spoilt")
    return tmp_path / "spoilt" / copy.name


def for_all(keys) -> list[str]:
    return [word for _file, public in keys for word in ("--recipient", public)]


def refused(copy: Path, key: Path | None, tmp_path: Path, address: str = "") -> str:
    """Nothing comes back, and nothing is left beside; returns the reason."""
    database = address_of_url(address) if address else None
    with pytest.raises(CannotRestore) as refusal:
        restore_copy(copy, key=key, home=tmp_path / "new" / "back", database=database)
    assert not [*(tmp_path / "new").glob("*"), *(tmp_path / "new").glob(".*")]
    return " ".join(say(fault, "en") for fault in refusal.value.faults)


def empty_again(address: str) -> None:
    """As the manual has it: a restore that was killed may have filled the database already."""
    if not address:
        return
    server, _slash, name = address.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")


def secrets_of(site: Site) -> list[bytes]:
    """Text that stands in every copy, as it would lie on a disk in the clear."""
    kept = ["warehouse/person-key.secret", "uploads/1/units.csv", "uploads/1/service_requests.csv"]
    return [*((site.home / name).read_bytes()[:60] for name in kept), b"manifest.json"]


def clear_text_in(folder: Path, site: Site) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files for text in secrets_of(site) if text in path.read_bytes()]


def test_what_comes_back_is_what_was_copied_for_every_holder_of_a_key(
    site, copy, keys, tmp_path, address
):
    for file, _public in keys:
        assert "All" in site.dampak("restore", copy, "--check", "--key", file)
    there = Site(tmp_path / "back", address)
    database = ["--database-url", address] if address else []
    site.dampak("restore", copy, "--home", there.home, "--key", keys[1][0], *database)

    for name in KEPT:
        assert (there.home / name).read_bytes() == (site.home / name).read_bytes()
        assert (there.home / name).stat().st_nlink == 1
    assert not list(tmp_path.glob(".back*"))


def test_where_copies_lie_there_is_the_file_its_fingerprint_and_no_clear_text(site, copy):
    names = {path.name for path in copy.parent.iterdir() if "lock" not in path.name}
    assert names == {copy.name, f"{copy.name}.sha256"}
    assert not any(path.stat().st_mode & 0o077 for path in copy.parent.glob("dampak-*"))
    assert not clear_text_in(copy.parent, site)
    assert clear_text_in(site.home / "uploads", site)  # the search does find it where it is
    subprocess.run(["sha256sum", "-c", f"{copy.name}.sha256"], cwd=copy.parent, check=True)


def test_the_home_keeps_nothing_of_what_was_put_together(site, copy):
    assert copy.exists()
    left = [path for path in (site.home / "copying").rglob("*") if "lock" not in path.name]
    assert left == []


@NEEDS_AGE
def test_the_program_age_opens_a_copy_into_a_folder_that_is_restored(
    site, copy, keys, tmp_path, address
):
    clear = subprocess.run(
        ["age", "-d", "-i", keys[0][0], copy], capture_output=True, check=True
    ).stdout
    subprocess.run(["tar", "-x", "-C", tmp_path], input=clear, check=True)
    database = address_of_url(address) if address else None
    restore_copy(
        tmp_path / copy.name.partition(".")[0], key=None, home=tmp_path / "back", database=database
    )
    for name in KEPT:
        assert (tmp_path / "back" / name).read_bytes() == (site.home / name).read_bytes()


@NEEDS_AGE
def test_what_the_program_age_encrypts_for_a_key_of_ours_is_restored(site, keys, tmp_path, address):
    site.dampak("backup", tmp_path / "clear", "--no-verify")
    folder = next((tmp_path / "clear").glob("dampak-*"))
    archive = subprocess.run(
        ["tar", "-c", "-C", folder.parent, folder.name], capture_output=True, check=True
    ).stdout
    file = tmp_path / "by-hand.age"
    subprocess.run(["age", "-r", keys[0][1], "-o", file], input=archive, check=True)
    subprocess.run(["age", "-a", "-r", keys[0][1], "-o", f"{file}.txt"], input=archive, check=True)

    known = check_copy(folder, key=None)
    assert check_copy(file, key=keys[0][0]) == known
    assert check_copy(Path(f"{file}.txt"), key=keys[0][0]) == known
    database = address_of_url(address) if address else None
    assert restore_copy(file, key=keys[0][0], home=tmp_path / "b", database=database) == known


@NEEDS_AGE
def test_a_key_that_the_program_makes_is_good_for_us_too(site, tmp_path):
    subprocess.run(["age-keygen", "-o", tmp_path / "key"], check=True, capture_output=True)
    public = subprocess.run(
        ["age-keygen", "-y", tmp_path / "key"], check=True, capture_output=True, text=True
    ).stdout.strip()
    site.dampak("backup", tmp_path / "copies", "--recipient", public)
    file = next((tmp_path / "copies").glob("*.age"))
    assert "All" in site.dampak("restore", file, "--check", "--key", tmp_path / "key")


def test_the_key_of_somebody_else_opens_nothing_and_is_named(site, copy, tmp_path):
    file, public = _pair(site, tmp_path / "other")
    told = refused(copy, file, tmp_path)
    assert "was not encrypted for this key" in told
    assert public in told
    Path(f"{copy}.sha256").rename(tmp_path / "aside")
    try:
        assert "was not encrypted for this key" in refused(copy, file, tmp_path)
    finally:
        (tmp_path / "aside").rename(f"{copy}.sha256")


@pytest.mark.parametrize("length", [0, 10, 100, 300, 5 * CHUNK, -1, -CHUNK])
def test_a_file_that_was_cut_off_is_refused_with_and_without_its_fingerprint(
    spoilt, keys, tmp_path, length
):
    spoilt.write_bytes(spoilt.read_bytes()[:length])
    with_fingerprint = refused(spoilt, keys[0][0], tmp_path)
    assert "its SHA-256 is" in with_fingerprint
    assert f"It has {spoilt.stat().st_size:,} bytes" in with_fingerprint
    Path(f"{spoilt}.sha256").unlink()
    assert "cut off or changed" in refused(spoilt, keys[0][0], tmp_path)


@pytest.mark.parametrize("place", [60, 2000, 3 * CHUNK, -1])
def test_one_byte_that_was_changed_is_found_with_and_without_the_fingerprint(
    spoilt, keys, tmp_path, place
):
    whole = bytearray(spoilt.read_bytes())
    whole[place] ^= 1
    spoilt.write_bytes(whole)
    assert "cut off or changed" in refused(spoilt, keys[0][0], tmp_path)
    with pytest.raises(CannotRestore, match="SHA-256"):
        check_copy(spoilt, key=None)
    Path(f"{spoilt}.sha256").unlink()
    told = refused(spoilt, keys[0][0], tmp_path)
    # in the head a recipient is destroyed, which nobody can tell from somebody else's
    assert "cut off or changed" in told or "was not encrypted for this key" in told


def test_without_key_and_fingerprint_nothing_is_said_to_be_whole(spoilt):
    assert check_copy(spoilt, key=None) is None
    Path(f"{spoilt}.sha256").unlink()
    with pytest.raises(CannotRestore, match="Nothing can be compared"):
        check_copy(spoilt, key=None)


def test_key_and_kind_of_copy_must_fit(site, copy, keys, tmp_path):
    site.dampak("backup", tmp_path / "clear", "--no-verify")
    folder = next((tmp_path / "clear").glob("dampak-*"))
    assert "Leave --key out" in refused(folder, keys[0][0], tmp_path)
    assert "no key was given" in refused(copy, None, tmp_path)
    fingerprint = Path(f"{copy}.sha256")
    assert "only the fingerprint" in refused(fingerprint, keys[0][0], tmp_path)
    shutil.make_archive(str(tmp_path / "clear"), "tar", folder)
    assert "tar -xf" in refused(tmp_path / "clear.tar", keys[0][0], tmp_path)
    (tmp_path / "letter").write_text("Yth.")
    assert "is no back-up" in refused(tmp_path / "letter", keys[0][0], tmp_path)


def test_a_recipient_that_is_none_gives_no_copy_and_no_private_key_is_said_again(
    site, keys, tmp_path
):
    wrong = keys[0][1][:-1] + ("q" if keys[0][1][-1] != "q" else "p")
    private = keys[0][0].read_text().split()[-1]
    for given in (private, f'"{private}"', f"identity={private.lower()}"):
        setting = f"{wrong},{given}"
        script = f"import os; os.environ['DAMPAK_BACKUP_RECIPIENTS'] = {setting!r}; {DAMPAK}"
        told = site.ran(script, "backup", str(tmp_path / "c"), code=3)
        assert f"{wrong[:12]}... is no public key" in told
        assert "private key was given" in told
        typed = site.dampak("backup", tmp_path / "c", "--recipient", given, code=3)
        assert "A private key itself was given" in typed
        assert private[20:] not in (told + typed).upper()
        assert not (tmp_path / "c").exists()


def test_a_private_key_on_the_command_line_is_not_said_again(site, copy, keys):
    private = keys[0][0].read_text().split()[-1]
    for given in (private, f"key={private.lower()}", f"{private}{private}{private}{private}"):
        for way in (("--check", "--key"), ("--home", copy.with_name("back"), "--key"), ()):
            told = site.dampak("restore", copy, *way, given, code=3)
            assert "A private key itself was given" in told
            assert private[20:] not in told.upper()
    told = site.dampak("restore", copy, "--check", "--key", copy.with_name("none"), code=3)
    assert "it is not there" in told


def test_a_recipient_in_quotes_as_settings_have_it_is_the_same_recipient(site, keys, tmp_path):
    public = keys[0][1]
    quoted = f'"{public}"'
    script = f"import os; os.environ['DAMPAK_BACKUP_RECIPIENTS'] = {quoted!r}; {DAMPAK}"
    told = site.ran(script, "backup", str(tmp_path), "--no-verify")
    assert f"Encrypted for {public}." in told


def test_of_both_kinds_the_oldest_go_first_and_a_file_goes_with_its_fingerprint(
    site, keys, tmp_path
):
    site.dampak("backup", tmp_path, "--no-verify")
    first = next(tmp_path.glob("dampak-*"))
    site.dampak("backup", tmp_path, "--no-verify", "--keep", "2", *for_all(keys))
    second = next(tmp_path.glob("*.age"))
    assert first.exists()
    told = site.dampak("backup", tmp_path, "--no-verify", "--keep", "2", *for_all(keys))
    assert first.name in told
    assert not first.exists()
    site.dampak("backup", tmp_path, "--no-verify", "--keep", "2")
    assert not second.exists()
    assert len(list(tmp_path.glob("*.sha256"))) == len(list(tmp_path.glob("*.age"))) == 1


@pytest.mark.parametrize("pause", [0.0, 0.02, 0.08, 0.2, 0.5, 1.0])
def test_a_run_that_is_killed_leaves_no_clear_text_and_the_next_one_is_whole(
    site, keys, tmp_path, pause
):
    process = site.started(DAMPAK, "backup", str(tmp_path), *for_all(keys))
    while process.poll() is None and not (site.home / "copying" / ".dampak-taking").exists():
        time.sleep(0.005)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert not clear_text_in(tmp_path, site)
    for named in tmp_path.glob("*.tar.age"):  # it may have been quicker
        assert check_copy(named, key=keys[0][0])
    site.dampak("backup", tmp_path, *for_all(keys))
    assert not list(tmp_path.glob(".dampak-t*"))
    assert not list((site.home / "copying").glob(".dampak-t*"))
    assert len(list(tmp_path.glob("*.sha256"))) == len(list(tmp_path.glob("*.age")))


@pytest.mark.parametrize("moment", ["before", "between"])
def test_what_was_killed_between_the_two_names_is_no_copy(site, keys, tmp_path, moment):
    orphan = tmp_path / "dampak-20200101T000000Z.tar.age.sha256"
    orphan.write_text("0  x\n")
    if moment == "between":
        (tmp_path / ".dampak-taking").mkdir()
        (tmp_path / ".dampak-taking" / orphan.stem).write_bytes(b"half")
    site.dampak("backup", tmp_path, "--no-verify", *for_all(keys))
    assert not orphan.exists()
    assert len(list(tmp_path.glob("*.age"))) == 1


@pytest.mark.parametrize("pause", [0.0, 0.02, 0.1])
def test_a_restore_that_is_killed_leaves_no_half_of_a_home_and_the_next_one_is_whole(
    site, copy, keys, tmp_path, address, pause
):
    home = tmp_path / "back"
    database = ["--database-url", address] if address else []
    command = ("restore", str(copy), "--home", str(home), "--key", str(keys[0][0]), *database)
    process = site.started(DAMPAK, *command)
    while process.poll() is None and not (tmp_path / ".back.opening").exists():
        time.sleep(0.002)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    if home.exists():  # it was quicker; then nothing is missing
        assert all((home / name).exists() for name in KEPT)
        shutil.rmtree(home)
    empty_again(address)
    site.dampak(*command)
    for name in KEPT:
        assert (home / name).read_bytes() == (site.home / name).read_bytes()
    assert not list(tmp_path.glob(".back*"))


def test_a_damaged_warehouse_gives_no_encrypted_copy_either(site, keys, tmp_path):
    damaged = next((site.home / "warehouse" / "objects").iterdir())
    whole = damaged.read_bytes()
    damaged.chmod(0o600)
    damaged.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    try:
        assert "is damaged" in site.dampak("backup", tmp_path, *for_all(keys), code=3)
    finally:
        damaged.write_bytes(whole)
    assert not list(tmp_path.glob("dampak-*"))
