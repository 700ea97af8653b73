"""The pages of a nation show the units above the others, and stay short."""

from functools import partial

import pytest
from tests.integration.conftest import AT

from dampak.indicators.catalogue import CATALOGUE
from dampak.publication import readings
from dampak.publication import units_shown as units_named
from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.scale import Scale
from dampak.simulation.nation.writing import write_nation
from dampak.warehouse.bulk.delivering import delivery_in
from dampak.warehouse.bulk.terms import counted
from dampak.warehouse.levels import units_shown
from dampak.warehouse.roster import units_on_roll
from dampak.warehouse.store import Store, build
from dampak.website.indicators import selectors

PAGE = "/indikator/median-completion-time/"


@pytest.fixture
def nation(home, tmp_path, monkeypatch):
    """A nation of which no more than twelve units are shown."""
    few = partial(units_shown, most=12)
    for room in (readings, units_named):
        monkeypatch.setattr(room, "units_shown", few)
    write_nation(build_nation(Scale(rows=20_000, n_months=2)), tmp_path / "negeri")
    store = Store(home / "warehouse")
    delivery = delivery_in(tmp_path / "negeri", store)
    terms = counted(delivery.terms(), CATALOGUE.values())
    return build(store, delivery.promised, terms, at=AT, by="sri")


def test_units_above_the_others_are_listed_and_can_be_chosen(browser_of, nation):
    shown = units_shown(nation, most=12)
    names = {unit.code: unit.name for unit in units_on_roll(nation)}

    page = browser_of("sri").get(PAGE).content.decode()

    assert page.count("<option") >= len(shown)
    for code in shown:
        assert f'<th scope="row">{names[code]}</th>' in page
    for code in names.keys() - set(shown):
        assert f'value="{code}"' not in page
    assert f"Dari {len(names)} unit ditampilkan {len(shown)}" in page


def test_a_number_of_all_units_leads_to_its_way_and_one_of_a_part_of_the_tree_to_none(
    browser_of, nation
):
    page = browser_of("sri").get(PAGE).content.decode()
    codes = units_shown(nation, most=12)

    assert "/telusur/median-completion-time@*@" in page
    assert not any(f"@{code}@" in page for code in codes)


def test_a_long_list_ends_with_how_many_more_there_are(browser_of, nation, monkeypatch):
    monkeypatch.setattr(selectors, "MOST_ROWS", 2)
    n_shown = len(units_shown(nation, most=12))

    page = browser_of("sri").get(PAGE).content.decode()
    table = browser_of("sri").get(f"{PAGE}tabel.csv").content.decode()

    assert f"{n_shown - 2} unit lainnya ada di berkas CSV." in page
    assert len({line.split(",")[2] for line in table.splitlines()[1:]}) == n_shown
