"""`dampak simulate` at the terminal."""

from click.testing import CliRunner

from dampak.cli.simulate import simulate


def _run(*arguments):
    return CliRunner().invoke(simulate, [*arguments, "--size", "small"])


def test_it_writes_a_pack_with_a_sealed_plan_and_the_truth(tmp_path):
    done = _run(str(tmp_path / "paket"), "--scenario", "one-month")
    assert done.exit_code == 0
    names = {path.name for path in (tmp_path / "paket").iterdir()}
    assert names >= {"unit_kerja.xlsx", "study.toml", "study.seal.json", "truth.json"}


def test_a_full_folder_is_refused_with_exit_code_3_and_stays_as_it_was(tmp_path):
    (tmp_path / "surat.txt").write_text("jangan hilang")
    refused = _run(str(tmp_path))
    assert refused.exit_code == 3
    assert str(tmp_path) in refused.output
    assert [path.name for path in tmp_path.iterdir()] == ["surat.txt"]


def test_an_unknown_scenario_is_wrong_use(tmp_path):
    assert _run(str(tmp_path / "paket"), "--scenario", "surga").exit_code == 2
    assert not (tmp_path / "paket").exists()
