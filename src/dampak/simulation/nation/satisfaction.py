"""The satisfaction forms of a nation: nine elements, one form for every five requests."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.parts import (
    Part,
    days,
    days_and_minutes,
    numbers,
    spread_over,
    words,
)
from dampak.simulation.nation.scale import Block
from dampak.simulation.nation.series import OF_THE_MONTH, Series
from dampak.simulation.voices import ELEMENTS, USUAL

RESPONSES = 0.2  # for every request
LEANING = 0.55  # how far a severe citizen stands from a lenient one, either way
BLANK = 3  # of 256 answers


def satisfaction(nation: Nation, block: Block, month: int, series: Series = OF_THE_MONTH) -> Part:
    """The forms of a month.

    A mean answer of 3.2 becomes 4 with chance 0.2 and 3 with chance 0.8, so the average of many
    answers is the opinion behind them and a planted gain arrives in full.
    """
    rng = series.luck("satisfaction", nation.scale.seed, month=month, block=block)
    expected = nation.requests_expected(block, month) * np.float32(RESPONSES * series.share)
    unit = spread_over(expected, rng)
    n = len(unit)
    day, _ = days_and_minutes(nation.span.arrivals(month), n, rng)
    leaning = rng.uniform(-LEANING, LEANING, n).astype(np.float32)
    luck = rng.random((len(ELEMENTS), n), np.float32)
    is_blank = rng.integers(0, 256, (len(ELEMENTS), n), np.uint8) < BLANK
    opinion = nation.counters.answer[block.first : block.after][unit] + leaning
    gain = np.float32(nation.effects.answer) * nation.dose(block, month)[unit]
    answers, untrained = (_answers(each, luck) for each in (opinion + gain, opinion))
    return Part(
        rows=pa.table(
            {
                "response_id": numbers(
                    np.arange(n), month=nation.month(month), series=series, block=block
                ),
                "unit_code": words(unit, nation.unit_codes(block)),
                "answered_on": days(day, nation.span),
                **{
                    element: pa.array(answer, mask=blank)
                    for element, answer, blank in zip(ELEMENTS, answers, is_blank, strict=True)
                },
            }
        ),
        counts={
            "answered": _by_element(block, unit, ~is_blank, np.ones_like(answers)),
            "answer": np.stack(
                [_by_element(block, unit, ~is_blank, each) for each in (answers, untrained)]
            ),
        },
    )


def _answers(opinion: NDArray[np.float32], luck: NDArray[np.float32]) -> NDArray[np.int8]:
    """The answers 1 to 4 to each element; shape (elements, responses)."""
    usual = USUAL.astype(np.float32)[:, None]
    answers: NDArray[np.int8] = np.clip(np.floor(opinion + usual + luck), 1, 4).astype(np.int8)
    return answers


def _by_element(
    block: Block, unit: NDArray[np.int32], given: NDArray[np.bool_], answers: NDArray[np.int8]
) -> NDArray[np.int64]:
    """Sums of the answers given, by unit and element."""
    sums = [
        np.bincount(unit, weights=answer * is_given, minlength=block.n_units)
        for answer, is_given in zip(answers, given, strict=True)
    ]
    return np.stack(sums, axis=1).astype(np.int64)
