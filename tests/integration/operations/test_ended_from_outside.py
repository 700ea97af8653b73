"""A command that is told to end, or whose line is lost, leaves nothing half done in clear text."""

import shutil
import signal
from pathlib import Path

import psycopg
import pytest
from tests.integration.operations.conftest import Site, await_mark, paused

pytestmark = [pytest.mark.database, pytest.mark.slow]
BACKUP = "dampak.operations.backup"
TERM, HUP, INT = signal.SIGTERM, signal.SIGHUP, signal.SIGINT
# Where these tests run in the background, shells and nohup keep signals from all that is started.
HEARS = "import signal as s; s.signal(s.SIGHUP, s.SIG_DFL); s.signal(s.SIGINT, s.SIG_DFL)\n"


@pytest.fixture(scope="module")
def key(site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    file = tmp_path_factory.mktemp("keys") / "key"
    return file, site.dampak("backup-key", file).split()[0]


def ended(site: Site, script: str, mark: Path, number: signal.Signals, *command: str) -> str:
    """What a command says that gets the signal where it waits."""
    process = site.started(HEARS + script, *command)
    try:
        await_mark(process, mark)
        process.send_signal(number)
        out, err = process.communicate(timeout=120)
    finally:
        process.kill()  # it would hold its locks, and the next test with them
        process.communicate()
    assert process.returncode == 128 + number, out + err
    return out + err


@pytest.mark.parametrize(
    ("place", "when", "number"),
    [
        (f"{BACKUP}.taking:prove", "True", TERM),
        (f"{BACKUP}.taking:prove", "True", HUP),
        (f"{BACKUP}.taking:prove", "True", INT),
        (f"{BACKUP}.encrypting.packing:_file", "True", TERM),
        ("shutil:rmtree", "given[0].name == '.dampak-taking'", HUP),
    ],
)
def test_an_encrypted_copy_leaves_nothing_in_the_home_nor_where_copies_lie(
    site, key, tmp_path, place, when, number
):
    mark, copies = tmp_path / "mark", tmp_path / "copies"
    command = ("backup", str(copies), "--recipient", key[1])
    told = ended(site, paused(place, mark, when=when), mark, number, *command)
    assert f"Ended from outside ({number.name})" in told
    assert not list((site.home / "copying").glob(".dampak-t*"))
    assert not list(copies.glob(".dampak-t*"))


@pytest.mark.parametrize(
    ("place", "when", "number"),
    [
        (f"{BACKUP}.encrypting.comparing:put_stream", "given[0].name != 'manifest.json'", TERM),
        (f"{BACKUP}.encrypting.comparing:put_stream", "given[0].name != 'manifest.json'", HUP),
        (f"{BACKUP}.restoring_encrypted:restore_backup", "True", TERM),
        (f"{BACKUP}.restoring_encrypted:restore_backup", "True", HUP),
        ("shutil:rmtree", "given[0].name == '.back.opening' and given[0].exists()", TERM),
    ],
)
def test_a_restore_leaves_nothing_beside_the_home(
    site, key, tmp_path, address, place, when, number
):
    site.dampak("backup", tmp_path, "--no-verify", "--recipient", key[1])
    copy, mark, home = next(tmp_path.glob("*.age")), tmp_path / "mark", tmp_path / "back"
    database = ["--database-url", address] if address else []
    command = ("restore", str(copy), "--home", str(home), "--key", str(key[0]), *database)
    told = ended(site, paused(place, mark, when=when), mark, number, *command)
    assert f"Ended from outside ({number.name})" in told
    assert not list(tmp_path.glob(".back*"))
    assert home.exists() == (place == "shutil:rmtree")  # there it was put in place before
    assert not home.exists() or (home / "warehouse" / "HEAD").exists()


def test_a_copy_in_clear_text_is_taken_away_too(site, tmp_path):
    mark, copies = tmp_path / "mark", tmp_path / "copies"
    ended(site, paused(f"{BACKUP}.taking:prove", mark), mark, TERM, "backup", str(copies))
    assert [path.name for path in copies.iterdir()] == [".dampak-lock"]
    shutil.rmtree(copies)


@pytest.mark.parametrize("number", [TERM, INT])
def test_a_database_that_was_empty_is_so_again(site, tmp_path, address, number):
    """Broken off once all rows are in, before the home stands; the same command then works."""
    if not address:
        pytest.skip("a ledger of SQLite is part of the home")
    site.dampak("backup", tmp_path, "--no-verify")
    mark, home = tmp_path / "mark", tmp_path / "back"
    copy = next(tmp_path.glob("dampak-*"))
    command = ("restore", str(copy), "--home", str(home), "--database-url", address)
    ended(site, paused(f"{BACKUP}.restoring:_refuse_other_rows", mark), mark, number, *command)
    assert not home.exists()
    with psycopg.connect(address) as connection:
        left = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        )
        assert left.fetchall() == []
    site.dampak(*command)
    assert (home / "warehouse" / "HEAD").exists()
