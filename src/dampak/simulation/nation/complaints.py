"""Complaints about a nation's services: one for every ten requests, fewer after the training."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.parts import (
    Part,
    days_and_minutes,
    moments,
    numbers,
    spread_over,
    words,
)
from dampak.simulation.nation.scale import Block
from dampak.simulation.nation.series import OF_THE_MONTH, Series
from dampak.simulation.words import CATEGORIES

USUAL_DAYS, SPREAD = 4.0, 1.0  # until a complaint is settled: median, and the logarithm's spread
LONGEST = 120
NEVER_RECORDED = 0.05


def complaints(nation: Nation, block: Block, month: int, series: Series = OF_THE_MONTH) -> Part:
    """The complaints of a month; trained units are spared some of those they would have heard."""
    rng = series.luck("complaints", nation.scale.seed, month=month, block=block)
    heard_of = nation.counters.complaint_share[block.first : block.after] * np.float32(series.share)
    unit = spread_over(nation.requests_expected(block, month) * heard_of, rng)
    spared = -np.float32(nation.effects.complaints_share) * nation.dose(block, month)
    is_made = rng.random(len(unit), np.float32) >= spared[unit]
    rows = _rows(nation, block, month, unit, rng, series)
    return Part(
        rows=rows.filter(pa.array(is_made)),
        counts={
            "complaints": np.stack(
                [np.bincount(each, minlength=block.n_units) for each in (unit[is_made], unit)]
            )
        },
    )


def _rows(
    nation: Nation,
    block: Block,
    month: int,
    unit: NDArray[np.int32],
    rng: np.random.Generator,
    series: Series,
) -> pa.Table:
    """All of them, also those that nobody makes."""
    n, span = len(unit), nation.span
    received, minute = days_and_minutes(span.arrivals(month), n, rng)
    taken = np.exp(np.float32(SPREAD) * rng.standard_normal(n, np.float32)) * USUAL_DAYS
    settled = received + np.minimum(np.rint(taken).astype(np.int32), LONGEST)
    unknown = (settled >= span.after) | (rng.random(n, np.float32) < NEVER_RECORDED)
    return pa.table(
        {
            "complaint_id": numbers(
                np.arange(n), month=nation.month(month), series=series, block=block
            ),
            "unit_code": words(unit, nation.unit_codes(block)),
            "category": words(rng.integers(0, len(CATEGORIES), n, np.int8), CATEGORIES),
            "received_at": moments(received, minute, span),
            "resolved_at": moments(settled, minute, span, unknown=unknown),
            "status": words(unknown.astype(np.int8), ("closed", "open")),
        }
    )
