"""Sri seals her plan; Budi moves the goal; the seal says so."""

import json

import pytest
from click.testing import CliRunner

from dampak.cli.seal import seal
from dampak.cli.speaking import REFUSED

PLAN = """
[plan]
programme = "LOKET"
[[study]]
outcome = "ikm"
smallest_effect = 2
"""


@pytest.fixture
def pack(tmp_path, monkeypatch):
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")
    (tmp_path / "study.toml").write_text(PLAN)
    return tmp_path


def sealed(pack):
    return CliRunner().invoke(seal, [str(pack), "--by", "Sri"])


def test_a_plan_is_sealed_with_moment_and_name(pack):
    told = sealed(pack)
    written = json.loads((pack / "study.seal.json").read_text())

    assert told.exit_code == 0
    assert written["sealed_by"] == "Sri"
    assert written["sha256"] in told.output.replace("\n", "")


def test_sealing_the_same_plan_again_changes_nothing(pack):
    sealed(pack)
    before = (pack / "study.seal.json").read_bytes()

    assert sealed(pack).exit_code == 0
    assert (pack / "study.seal.json").read_bytes() == before


def test_a_plan_that_was_changed_cannot_be_sealed_over(pack):
    sealed(pack)
    before = (pack / "study.seal.json").read_bytes()
    (pack / "study.toml").write_text(PLAN.replace("= 2", "= 0.1"))

    told = sealed(pack)

    assert told.exit_code == REFUSED
    assert "sealed as 2.0, found as 0.1" in told.output
    assert (pack / "study.seal.json").read_bytes() == before


def test_without_a_plan_there_is_nothing_to_seal(pack):
    (pack / "study.toml").unlink()

    assert sealed(pack).exit_code == REFUSED
    assert not (pack / "study.seal.json").exists()


def test_all_faults_of_the_plan_are_said(pack):
    (pack / "study.toml").write_text(PLAN.replace("ikm", "ikn").replace("= 2", "= -2"))

    told = sealed(pack)

    assert told.exit_code == REFUSED
    assert "Did you mean ikm?" in told.output
    assert "must be a number above 0" in told.output
