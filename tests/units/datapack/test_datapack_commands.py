"""`dampak template` and `dampak map` at the terminal."""

import json

import pytest
from click.testing import CliRunner

from dampak.cli.map import map_file
from dampak.cli.template import template
from dampak.datapack.mapping_file import read_mappings


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")


def run(command, *arguments):
    return CliRunner().invoke(command, [str(each) for each in arguments])


def test_template_writes_one_workbook_in_the_language_of_the_terminal(tmp_path):
    result = run(template, tmp_path / "new")
    assert result.exit_code == 0, result.output
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["data_pack.xlsx"]


def test_template_writes_one_workbook_a_table_and_schemas(tmp_path):
    result = run(template, tmp_path, "--separate", "--schemas", "--language", "id")
    assert result.exit_code == 0, result.output
    assert len(list(tmp_path.glob("*.xlsx"))) == 11
    schema = json.loads((tmp_path / "schemas/units.json").read_text("utf-8"))
    assert schema["fields"][0]["name"] == "kode_unit"


def test_template_replaces_nothing(tmp_path):
    (tmp_path / "data_pack.xlsx").write_text("mine")
    result = run(template, tmp_path)
    assert result.exit_code == 3
    assert "already holds data_pack.xlsx" in result.output
    assert (tmp_path / "data_pack.xlsx").read_text() == "mine"


EXPORT = "REGISTER\n\nid;dept;tanggal masuk;state\n1;AIR;2026-03-01;Done\n2;AIR;2026-03-02;?\n"


def test_map_writes_a_mapping_that_can_be_read(tmp_path):
    (tmp_path / "export.csv").write_text(EXPORT)
    out = tmp_path / "mapping.toml"
    result = run(map_file, tmp_path / "export.csv", "--table", "service_requests", "--out", out)
    assert result.exit_code == 0, result.output
    (mapping,) = read_mappings(out.read_text("utf-8"))
    assert mapping.columns == {"received_at": "tanggal masuk"}
    assert '"dept": "AIR"' in out.read_text("utf-8")


def test_map_replaces_a_mapping_only_when_asked(tmp_path):
    (tmp_path / "export.csv").write_text(EXPORT)
    out = tmp_path / "mapping.toml"
    out.write_text("mine")
    arguments = (tmp_path / "export.csv", "--table", "service_requests", "--out", out)
    assert run(map_file, *arguments).exit_code == 3
    assert out.read_text() == "mine"
    assert run(map_file, *arguments, "--force").exit_code == 0


def test_map_refuses_what_is_no_table(tmp_path):
    (tmp_path / "export.csv").write_bytes(b"%PDF-1.7")
    result = run(map_file, tmp_path / "export.csv", "--table", "units", "--out", tmp_path / "m")
    assert result.exit_code == 3
    assert "is a PDF, not a table" in result.output
    assert not (tmp_path / "m").exists()
