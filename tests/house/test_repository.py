"""What may never stand in a committed file."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
REGISTRY_HOSTS = re.compile(
    "|".join((r"pypi\.or" + "g", r"npmjs\.(or" + "g|com)", r"deb\.debian\.or" + "g"))
)
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")


@pytest.fixture(scope="module")
def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "ignore")


def test_no_file_names_a_package_registry(committed):
    assert not [str(path) for path in committed if REGISTRY_HOSTS.search(text_of(path))]


def test_no_file_holds_a_private_key(committed):
    assert not [str(path) for path in committed if SECRETS.search(text_of(path))]


def test_no_compiled_catalogue_or_database_is_committed(committed):
    assert not [str(path) for path in committed if path.suffix in {".mo", ".sqlite3", ".parquet"}]


def test_the_runtime_lock_is_part_of_the_development_lock():
    def pins(name: str) -> set[str]:
        return {line.split()[0] for line in (ROOT / name).read_text().splitlines() if "==" in line}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_the_drawing_of_the_house_names_every_room():
    drawing = (ROOT / "docs" / "explanation" / "the-house.md").read_text("utf-8")
    rooms = {path.parent.name for path in (ROOT / "src" / "dampak").glob("*/__init__.py")}

    assert not {room for room in rooms if f"{room}/" not in drawing}


def test_the_ways_through_the_house_lead_through_rooms_that_exist():
    ways = (ROOT / "docs" / "explanation" / "the-house.md").read_text("utf-8").partition("\n## ")[2]
    named = set(re.findall(r"`([a-z_/]+(?:\.py)?)`", ways))
    house = ROOT / "src" / "dampak"
    found = {name for name in named if (house / name).exists() or (house / f"{name}.py").exists()}

    assert {"warehouse/landing", "audit/redacting.py"} <= named
    assert named == found
