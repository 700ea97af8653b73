"""How far down the tree a nation is shown, and that nobody's work is left out or counted twice."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from dampak.indicators.catalogue import CATALOGUE
from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.scale import Scale
from dampak.simulation.nation.writing import write_nation
from dampak.warehouse.bulk.delivering import delivery_in
from dampak.warehouse.bulk.terms import counted
from dampak.warehouse.levels import readings_shown, units_shown
from dampak.warehouse.readings import readings
from dampak.warehouse.roster import units_on_roll
from dampak.warehouse.store import Store, build

RESPONSES = CATALOGUE["ikm-responses"]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    home = tmp_path_factory.mktemp("nation")
    nation = build_nation(Scale(rows=20_000, seed=3, n_months=2, is_null=False))
    write_nation(nation, home / "negeri", overwrite=False, tell=lambda *_: None)
    store = Store(home / "warehouse")
    delivery = delivery_in(home / "negeri", store)
    terms = counted(delivery.terms(), CATALOGUE.values())
    at = datetime(2026, 1, 5, tzinfo=UTC)
    return build(store, delivery.promised, terms, at=at, by="test")


def by_month(found):
    counted = Counter()
    for reading in found:
        counted[reading.month] += reading.denominator
    return counted


@pytest.mark.parametrize("most", [1, 5, 12])
def test_every_answer_is_counted_once_at_whatever_level_is_shown(snapshot, most):
    shown = units_shown(snapshot, most=most)

    assert 0 < len(shown) <= most
    assert by_month(readings_shown(snapshot, RESPONSES, shown)) == by_month(
        readings(snapshot, RESPONSES)
    )


def test_no_unit_shown_stands_below_another_one(snapshot):
    above = {unit.code: unit.parent_code for unit in units_on_roll(snapshot)}
    shown = units_shown(snapshot, most=12)

    for unit in shown:
        while (unit := above.get(unit)) is not None:
            assert unit not in shown


def test_few_units_are_all_shown(snapshot):
    assert units_shown(snapshot) is None
    assert readings_shown(snapshot, RESPONSES, None) == readings(snapshot, RESPONSES)
