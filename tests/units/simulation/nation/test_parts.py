"""Every part of a nation's files is a function of the seed, the month and the block."""

from datetime import date

import numpy as np
import pytest

from dampak.datapack.tables import TABLES
from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.people import N_NUMBERS, nips
from dampak.simulation.nation.scale import UNITS_A_BLOCK, Scale
from dampak.simulation.nation.tables import MONTHLY
from dampak.warehouse.conformed.people import person_of

TWO_BLOCKS = Scale(rows=round((UNITS_A_BLOCK + 100) * 2_500 / 12), n_months=1)


@pytest.fixture(scope="module")
def small():
    return build_nation(Scale(rows=200_000, n_months=4))


@pytest.fixture(scope="module")
def twin():
    return build_nation(Scale(rows=200_000, n_months=4, is_null=True))


@pytest.mark.parametrize("table", MONTHLY)
def test_a_part_made_alone_is_the_part_made_among_the_others(table):
    together, alone = build_nation(TWO_BLOCKS), build_nation(TWO_BLOCKS)
    first, second = together.scale.blocks()
    MONTHLY[table](together, first, 0)

    assert MONTHLY[table](together, second, 0).rows.equals(MONTHLY[table](alone, second, 0).rows)


@pytest.mark.parametrize("table", MONTHLY)
def test_another_seed_gives_other_rows(table, small):
    other = build_nation(Scale(rows=200_000, n_months=4, seed=8))
    (block,) = small.scale.blocks()

    assert not MONTHLY[table](small, block, 1).rows.equals(MONTHLY[table](other, block, 1).rows)


@pytest.mark.parametrize("table", MONTHLY)
def test_the_columns_are_fields_of_the_data_pack_with_all_that_it_requires(table, small):
    (block,) = small.scale.blocks()
    names = MONTHLY[table](small, block, 1).rows.column_names

    assert set(names) <= set(TABLES[table].by_name)
    assert set(names) >= set(TABLES[table].required)


@pytest.mark.parametrize("table", MONTHLY)
def test_every_unit_and_word_is_known(table, small):
    (block,) = small.scale.blocks()
    rows = MONTHLY[table](small, block, 1).rows
    for name, column in TABLES[table].by_name.items():
        if name in rows.column_names and column.words and column.words.codes:
            said = {str(value) for value in rows[name].unique().to_pylist() if value is not None}
            assert said <= {*column.words.codes, "True", "False"}


@pytest.mark.parametrize(
    ("table", "share"),
    [("complaints", 0.1), ("satisfaction", 0.2), ("training", 0.22), ("accuracy_checks", 0.1)],
)
def test_tables_stand_in_proportion_to_the_requests(table, share):
    nation = build_nation(Scale(rows=1_000_000))
    (block,) = nation.scale.blocks()
    n = sum(MONTHLY[table](nation, block, month).rows.num_rows for month in range(12))

    assert n / 1_000_000 == pytest.approx(share, rel=0.1)


def test_the_twin_differs_only_in_what_training_changes(small, twin):
    (block,) = small.scale.blocks()
    for month in range(4):
        one, other = (
            MONTHLY["service_requests"](each, block, month).rows for each in (small, twin)
        )
        touched = {"channel", "closed_at", "status", "was_withdrawn"}
        for name in set(one.column_names) - touched:
            assert one[name].equals(other[name]), name
        assert one["closed_at"].equals(other["closed_at"]) == (month < 1)
        assert MONTHLY["training"](small, block, month).rows.equals(
            MONTHLY["training"](twin, block, month).rows
        )


def test_people_have_numbers_of_their_own_that_are_right_in_form():
    some = nips(np.arange(200_000, dtype=np.int64), seed=7).to_pylist()

    assert len(set(some)) == 200_000
    for nip in some[::500]:
        assert len(nip) == 18
        assert person_of(nip, secret=b"x" * 32).refused is None
        born = date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
        assert 1966 <= born.year <= 1999
        assert 21 <= int(nip[8:12]) - born.year <= 58
        assert nip[12:14] == "21" or 1 <= int(nip[12:14]) <= 12
        assert nip[15:] >= "900"


def test_the_last_number_differs_from_the_first():
    # A step without a factor in common with the number of numbers visits all of them once.
    assert np.gcd(40_503_221, N_NUMBERS) == 1
    assert nips(np.array([0]), seed=7) == nips(np.array([N_NUMBERS]), seed=7)


def test_somebody_of_every_unit_comes_to_the_course_it_is_trained_in(small):
    (block,) = small.scale.blocks()
    starts = {}
    for month in range(4):
        rows = MONTHLY["training"](small, block, month).rows.to_pylist()
        for row in rows:
            if row["programme"] == "Loket Digital" and row["attended"]:
                starts.setdefault(row["unit_code"], row["started_on"].replace(day=1))
    stated = {
        code: small.month(first)
        for code, first in zip(small.tree.unit_codes, small.first_trained.tolist(), strict=True)
        if first >= 0
    }

    assert starts == stated


def test_nobody_takes_a_course_twice_in_a_month(small):
    (block,) = small.scale.blocks()
    rows = MONTHLY["training"](small, block, 2).rows.to_pylist()

    assert len({(row["person_key"], row["programme"]) for row in rows}) == len(rows)


def test_slow_units_are_trained_earlier_and_four_in_ten_never():
    nation = build_nation(Scale(rows=2_500_000))  # 1,000 units
    slow, first = nation.counters.usual_days, nation.first_trained

    assert np.mean(first == -1) == pytest.approx(0.4, abs=0.001)
    assert sorted(set(first[first >= 0].tolist())) == [3, 4, 5, 6, 7, 8]
    assert slow[first == 3].mean() > slow[first == 8].mean() > slow[first == -1].mean()
