"""The doctor finds what was broken on purpose, and nothing where all is well."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.integration.operations.conftest import DAMPAK, Site

pytestmark = [pytest.mark.database, pytest.mark.slow]


def states(site: Site, *, code: int, quick: bool = False) -> dict[str, str]:
    told = site.dampak("doctor", "--json", *(["--quick"] if quick else []), code=code)
    return {each["code"]: each["state"] for each in json.loads(told[told.index("[") :])}


def spoil_upload(home: Path) -> None:
    upload = home / "uploads" / "1" / "units.csv"
    upload.write_bytes(upload.read_bytes().replace(b"K1", b"K9", 1))


def spoil_object(home: Path) -> None:
    next((home / "warehouse" / "objects").iterdir()).unlink()


def open_a_key(home: Path) -> None:
    (home / "warehouse" / "person-key.secret").chmod(0o644)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (spoil_upload, "uploads.whole"),
        (spoil_object, "warehouse.whole"),
        (open_a_key, "secrets.rights"),
    ],
)
def test_what_is_broken_is_found(site, tmp_path, spoil: Callable[[Path], None], code):
    assert "bad" not in states(site, code=0).values()
    broken = Site(Path(shutil.copytree(site.home, tmp_path / "broken")), site.address)
    spoil(broken.home)

    found = states(broken, code=1)
    assert [name for name, state in found.items() if state == "bad"] == [code]


def test_the_worker_and_the_doctor_say_when_links_in_messages_lead_nowhere(site):
    hosts = "import os; os.environ['DAMPAK_HOSTS'] = 'dampak.example.go.id'; "
    address = "os.environ['DAMPAK_ADDRESS'] = 'https://dampak.example.go.id'; "
    advice = "such as https://dampak.example.go.id"
    assert advice in site.ran(hosts + DAMPAK, "worker", "--once")
    assert advice in site.ran(hosts + DAMPAK, "doctor", "--quick", code=1)
    assert advice not in site.ran(hosts + address + DAMPAK, "worker", "--once")
    assert advice not in site.ran(hosts + address + DAMPAK, "doctor", "--quick")


def test_a_clock_behind_the_last_deed_is_found(site):
    site.ran(
        "import django; django.setup()\n"
        "from datetime import UTC, datetime\n"
        "from dampak.audit.services import record\n"
        "record('test.tomorrow', by='test', at=datetime(2999, 1, 1, tzinfo=UTC))"
    )
    assert states(site, code=1, quick=True)["clock.forward"] == "bad"
