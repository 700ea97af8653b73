"""Records drawn and checked field by field: one for every ten requests."""

from math import comb

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.simulation.accuracy import FIELDS
from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.parts import Part, days, numbers, spread_over, words
from dampak.simulation.nation.scale import Block
from dampak.simulation.nation.series import OF_THE_MONTH, Series

CHECKED = 0.1  # for every request


def accuracy_checks(
    nation: Nation, block: Block, month: int, series: Series = OF_THE_MONTH
) -> Part:
    """The checks of a month, with the same luck for each record in both lives."""
    rng = series.luck("accuracy_checks", nation.scale.seed, month=month, block=block)
    expected = nation.requests_expected(block, month) * np.float32(CHECKED * series.share)
    unit = spread_over(expected, rng)
    n = len(unit)
    working = nation.span.working_days(month)
    day = working[rng.integers(0, len(working), n)]
    luck = rng.random(n, np.float32)
    usual = nation.counters.correct_share[block.first : block.after]
    gain = np.float32(nation.effects.correct_share) * nation.dose(block, month)
    correct, untrained = (_correct(each, unit, luck) for each in (usual + gain, usual))
    return Part(
        rows=pa.table(
            {
                "unit_code": words(unit, nation.unit_codes(block)),
                "checked_on": days(day, nation.span),
                "record_id": numbers(
                    np.arange(n), month=nation.month(month), series=series, block=block
                ),
                "fields_checked": np.full(n, FIELDS, np.int8),
                "fields_correct": correct,
            }
        ),
        counts={
            "checked": FIELDS * np.bincount(unit, minlength=block.n_units),
            "correct": np.stack(
                [
                    np.bincount(unit, weights=each, minlength=block.n_units).astype(np.int64)
                    for each in (correct, untrained)
                ]
            ),
        },
    )


def _correct(
    chance: NDArray[np.float32], unit: NDArray[np.int32], luck: NDArray[np.float32]
) -> NDArray[np.int8]:
    """How many fields of each record are right, where each field is with its unit's chance."""
    correct = np.zeros(len(unit), np.int8)
    at_most = np.zeros(len(chance), np.float32)
    for fields in range(FIELDS):
        exactly = comb(FIELDS, fields) * chance**fields * (1 - chance) ** (FIELDS - fields)
        at_most += exactly
        correct += luck >= at_most[unit]
    return correct
