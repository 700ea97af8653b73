"""Good files that say too little: the answer is that it cannot be told, and why."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from tests import bad_files
from tests.integration.bad_input.files import REQUESTS, TRAINING, UNITS
from tests.integration.bad_input.telling import says
from tests.integration.conftest import PLAN

from dampak.cli.evaluate import evaluate

YEAR = [f"{date(2023, month, 1):%Y-%m}" for month in range(1, 13)]
ALL = [f"K{number}" for number in range(1, bad_files.N_UNITS + 1)]
# name: trained offices, months of data, why there is no answer, how many it needs and found
TOO_LITTLE = {
    "one month of data": (ALL[:3], YEAR[6:7], "TOO_FEW_MONTHS", (2, 1)),
    "one treated unit": (ALL[:1], YEAR, "TOO_FEW_TRAINED", (2, 1)),
    "nobody treated": ([], YEAR, "NOBODY_TRAINED", (1, 0)),
    "everybody treated at once": (ALL, YEAR, "EVERYBODY_AT_ONCE", (1, 0)),
}


@pytest.mark.parametrize("case", TOO_LITTLE)
def test_what_cannot_be_told_is_said_and_nothing_is_kept(case, tmp_path, monkeypatch):
    trained, months, why, (needed, found) = TOO_LITTLE[case]
    home, pack = tmp_path / "nobody made this", tmp_path / "pack"
    monkeypatch.setenv("DAMPAK_HOME", str(home))
    pack.mkdir()
    (pack / UNITS).write_text(bad_files.units())
    (pack / REQUESTS).write_text(bad_files.requests(months=months))
    others = "" if trained else "K1,,Program Lain,1,2023-07-03\n"
    (pack / TRAINING).write_text(
        bad_files.training(*((unit, "2023-07-03") for unit in trained)) + others
    )
    (pack / "study.toml").write_text(PLAN)

    told = CliRunner().invoke(evaluate, [str(pack), "--json", "--by", "sri"])

    assert told.exit_code == 0, told.output
    study = json.loads(told.stdout)["studies"][0]
    assert study["verdict"] == "cannot_tell"
    assert "estimate" not in study
    answer = study["no_answer"]
    assert (answer["why"], answer["needed"], answer["found"]) == (why, needed, found)
    says(
        study["sentence"]["id"], ["belum dapat disimpulkan", f"ditemukan: {found}", "tanpa rentang"]
    )
    says(study["sentence"]["en"], ["cannot tell yet", f"found: {found}", "no interval"])
    assert study["next_step"]["id"] != study["next_step"]["en"]
    assert not home.exists()
