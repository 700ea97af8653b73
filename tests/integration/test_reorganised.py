"""`dampak evaluate` and `dampak trace` of an office in which two desks became one."""

import json

import pytest
from click.testing import CliRunner
from tests.integration.conftest import AT
from tests.reorganised_office import (
    REORGANISED,
    pack,
    requests,
    trainings,
    units,
    units_before,
)

from dampak.cli.build import build_folder
from dampak.cli.evaluate import evaluate
from dampak.cli.speaking import REFUSED
from dampak.cli.trace import trace
from dampak.indicators.catalogue import CATALOGUE
from dampak.warehouse.landing import land_pack
from dampak.warehouse.organising import organised
from dampak.warehouse.store import Store, deliver
from dampak.warehouse.tallies.organised_cubes import organised_cube

DAY_BEFORE = "2025-12-31"


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")


def run(command, *words):
    return CliRunner().invoke(command, [str(word) for word in words])


def document_of(folder, *options):
    told = run(evaluate, folder, "--json", "--by", "Sri", *options)
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


def by_cell(document):
    return {
        (reading["code"], reading["unit_code"], reading["month"]): reading
        for reading in document["indicators"]
    }


@pytest.fixture(scope="module")
def merged(tmp_path_factory):
    folder = tmp_path_factory.mktemp("merged") / "pack"
    return pack(folder, unit_kerja=units(), permohonan_layanan=requests(), pelatihan=trainings())


def test_the_merged_desk_is_judged_as_if_it_had_always_been_one(merged, tmp_path):
    always_one = pack(
        tmp_path / "one",
        unit_kerja=units(reorganised=False),
        permohonan_layanan=requests(reorganised=False),
        pelatihan=trainings(),
    )
    found, expected = document_of(merged), document_of(always_one)

    assert by_cell(found) == by_cell(expected)
    assert found["studies"] == expected["studies"]
    assert "estimate" in found["studies"][0]
    assert found["units"] == expected["units"]
    assert expected["notices"] == []
    (notice,) = found["notices"]
    assert "30 June 2026" in notice["en"]
    assert "C from A, B" in notice["en"]
    assert "30 Juni 2026" in notice["id"]
    assert "C dari A, B" in notice["id"]


def test_a_report_from_before_the_reorganisation_is_read_again_as_of_its_date(merged, tmp_path):
    reported = pack(
        tmp_path / "reported",
        unit_kerja=units_before(),
        permohonan_layanan=requests(known_on=REORGANISED),
        pelatihan=trainings(known_on=REORGANISED),
    )
    then, again = document_of(reported), document_of(merged, "--as-of", DAY_BEFORE)

    for part in ("indicators", "studies", "units", "withheld"):
        assert again[part] == then[part], part
    (notice,) = again["notices"]
    assert "Read as of 31 December 2025" in notice["en"]


def test_the_past_of_the_merged_desk_is_traced_to_the_rows_of_both(merged):
    of_both = [
        row
        for row in requests()
        if row["kode_unit"] in {"A", "B"} and f"{row['tanggal_selesai']:%Y-%m}" == "2025-11"
    ]
    figure = "median-completion-time@C@2025-11"
    told = run(trace, figure, "--pack", merged, "--json")

    assert told.exit_code == 0, told.output
    counting = json.loads(told.stdout)["rooms"][2]
    assert counting["rows_out"] == len(of_both)
    assert counting["rows_in"] == len(requests())
    before = run(trace, figure, "--pack", merged, "--as-of", DAY_BEFORE)
    assert before.exit_code == REFUSED


def test_a_day_that_is_none_is_refused_in_words(merged):
    told = run(evaluate, merged, "--as-of", "31/12/2025")

    assert told.exit_code == REFUSED
    assert "Write it as 2026-03-31" in told.output


def test_a_nation_counted_in_parts_says_the_same(merged, tmp_path, monkeypatch):
    monkeypatch.setenv("DAMPAK_HOME", str(tmp_path))
    told = run(build_folder, merged)
    assert told.exit_code == 0, told.output
    seen = organised(Store(tmp_path / "warehouse").head())
    assert {"C", "L01"} <= organised_cube(seen, CATALOGUE.values()).own.keys()

    for options in ((), ("--as-of", DAY_BEFORE)):
        counted = document_of(merged, *options)
        served = document_of(merged, "--served", *options)
        for part in ("indicators", "studies", "units", "notices"):
            assert served[part] == counted[part], (options, part)


def test_pages_show_the_merged_desk_and_say_whose_months_it_has(browser_of, home, merged):
    deliver(land_pack(merged), Store(home / "warehouse"), at=AT, by="sri")
    browser = browser_of("sri")

    page = browser.get("/indikator/median-completion-time/").content.decode()

    assert '<th scope="row">Loket C</th>' in page
    assert "Loket A" not in page
    assert "C dari A, B" in page
    assert browser.get("/telusur/median-completion-time@C@2025-11/").status_code == 200
