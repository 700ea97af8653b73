"""The doctor on safe copies: for whom they are, and what one that was broken off left behind."""

import json
import shutil
import signal
import time
from pathlib import Path

import pytest
from tests.integration.operations.conftest import DAMPAK, Site, await_mark, paused

from dampak.operations.backup import left_over
from dampak.operations.backup.places import alone_in

pytestmark = [pytest.mark.database, pytest.mark.slow]


@pytest.fixture(scope="module")
def publics(site: Site, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("keys")
    return [site.dampak("backup-key", folder / name).split()[0] for name in ("one", "two")]


def under(recipients: str) -> str:
    return f"import os; os.environ['DAMPAK_BACKUP_RECIPIENTS'] = {recipients!r}; {DAMPAK}"


def findings(site: Site, recipients: str) -> dict[str, dict[str, str]]:
    process = site.started(under(recipients), "doctor", "--json", "--quick")
    told = process.communicate(timeout=120)[0]
    return {each["code"]: each for each in json.loads(told[told.index("[") :])}


def encrypted(site: Site, recipients: str) -> dict[str, str]:
    return findings(site, recipients)["copies.encrypted"]


def test_where_no_copy_was_taken_none_is_called_encrypted(site, publics):
    found = findings(site, publics[0])
    assert "copies.encrypted" not in found
    assert found["copies.recent"]["state"] == "doubt"
    assert encrypted(site, "age1nobody")["state"] == "bad"


def test_copies_in_clear_text_are_named_where_keys_are_set(site, publics, tmp_path):
    public = publics[0]
    site.dampak("backup", tmp_path, "--no-verify")
    assert "copies.encrypted" not in findings(site, "")
    clear = next(tmp_path.glob("dampak-*"))
    assert encrypted(site, public)["state"] == "doubt"
    assert str(clear) in encrypted(site, public)["found"]

    clear.rename(tmp_path / "brought-away")
    assert encrypted(site, public)["state"] == "doubt"
    assert clear.name in encrypted(site, public)["found"]
    (tmp_path / "brought-away").rename(clear)

    site.ran(under(public), "backup", str(tmp_path), "--keep", "1", "--no-verify")
    assert list(tmp_path.glob("*.age"))  # the timer's setting is as good as the option
    assert encrypted(site, public)["state"] == "good"
    assert encrypted(site, f'"{public}"')["state"] == "good"


def test_a_copy_for_another_key_than_the_setting_names_is_a_doubt(site, publics, tmp_path):
    one, two = publics
    site.dampak("backup", tmp_path, "--no-verify", "--recipient", two)
    for wanted in (one, f"{one},{two}"):
        found = encrypted(site, wanted)
        assert found["state"] == "doubt"
        assert one in found["found"]
        assert two in found["found"]
        assert "without --recipient" in found["advice"]
    site.ran(under(f"{two},{one}"), "backup", str(tmp_path), "--no-verify")
    assert encrypted(site, f"{one},{two}")["state"] == "good"
    assert encrypted(site, one)["state"] == "doubt"


def killed(site: Site, folder: Path, public: str) -> Path:
    """Returns where an encrypted copy was put together when its run was killed."""
    half = site.home / "copying" / ".dampak-taking"
    process = site.started(DAMPAK, "backup", str(folder), "--recipient", public)
    while process.poll() is None and not half.exists():
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    half.mkdir(exist_ok=True)  # it may have been quicker
    return half


def test_what_a_killed_run_left_is_named_and_goes_with_the_next_of_either_kind(
    site, publics, tmp_path
):
    for recipients in ((), ("--recipient", publics[0])):
        half = killed(site, tmp_path, publics[0])
        found = findings(site, "")["copies.left-over"]
        assert found["state"] == "doubt"
        assert str(half) in found["found"]
        site.dampak("backup", tmp_path, "--no-verify", *recipients)
        assert not list(half.parent.glob(".dampak-t*"))
        assert "copies.left-over" not in findings(site, "")


def test_a_folder_in_which_nobody_can_look_is_named_with_what_to_do(site):
    """Root took a copy once, or a link lies where the lock should be."""
    here = site.home / "copying"
    shutil.rmtree(here, ignore_errors=True)
    here.mkdir()
    (here / ".dampak-lock").symlink_to(site.home / "ledger")
    found = findings(site, "")["copies.left-over"]
    assert found["state"] == "doubt"
    assert str(here / ".dampak-lock") in found["found"]
    assert "chown" in found["advice"]
    shutil.rmtree(here)


def test_a_copy_in_clear_text_disturbs_none_that_is_being_encrypted(site, tmp_path):
    with alone_in(site.home / "copying") as here:
        (here / ".dampak-taking").mkdir()
        assert left_over(site.home) == []
        assert "copies.left-over" not in findings(site, "")
        site.dampak("backup", tmp_path, "--no-verify")
        assert (here / ".dampak-taking").is_dir()
    assert not (site.home / "copying" / ".dampak-taking").exists()


def test_a_home_that_never_encrypted_a_copy_gets_no_folder_for_it(site, tmp_path):
    shutil.rmtree(site.home / "copying", ignore_errors=True)
    assert left_over(site.home) == []
    site.dampak("backup", tmp_path, "--no-verify")
    assert not (site.home / "copying").exists()


def test_what_a_killed_restore_left_beside_the_home_is_named_until_it_goes(site, tmp_path, address):
    key, home = tmp_path / "key", site.home.with_name("back")
    public = site.dampak("backup-key", key).split()[0]
    site.dampak("backup", tmp_path, "--no-verify", "--recipient", public)
    database = ["--database-url", address] if address else []
    copy = str(next(tmp_path.glob("*.age")))
    command = ("restore", copy, "--home", str(home), "--key", str(key), *database)
    place = "dampak.operations.backup.restoring_encrypted:restore_backup"
    process = site.started(paused(place, tmp_path / "mark"), *command)
    await_mark(process, tmp_path / "mark")
    assert "copies.left-open" not in findings(site, "")  # somebody works there

    process.send_signal(signal.SIGKILL)
    process.communicate()
    found = findings(site, "")["copies.left-open"]
    assert found["state"] == "doubt"
    assert str(home.with_name(".back.opening")) in found["found"]
    assert "rm -r" in found["advice"]
    site.dampak(*command)
    assert "copies.left-open" not in findings(site, "")
    shutil.rmtree(home)
