"""Tests: the two-parameter model by marginal maximum likelihood."""

from functools import partial
from typing import Any

import numpy as np

from dampak.benchmark.case import Case, Side, answered
from dampak.statistics.arrays import Floats
from dampak.statistics.item_response import two_parameter_items

SETTLED = 1e-8  # the peer's own default stops far from the top of the likelihood
NODES = 61  # with the peer's own 21 a long test's likelihood is off by dozens
SIZES = ((500, 30), (5_000, 60))


def answers(n_people: int, n_items: int) -> Floats:
    """Right or wrong, from people of normal ability and items that differ. (n_people, n_items)"""
    rng = np.random.default_rng(6)
    ability = rng.normal(size=(n_people, 1))
    slope, hard = rng.uniform(0.6, 1.8, n_items), rng.normal(0, 1, n_items)
    chance = 1 / (1 + np.exp(-slope * (ability - hard)))
    return (rng.random((n_people, n_items)) < chance).astype(np.float64)


def ours(data: Floats) -> float:
    return float(answered(two_parameter_items(answers=data)).log_likelihood)


def mirt(data: Any) -> float:
    import mirt as peer

    fitted = peer.fit_mirt(data.astype(np.int64), "2PL", tol=SETTLED, n_quadpts=NODES)
    return float(fitted.log_likelihood)


CASES = tuple(
    Case(
        code=f"two-parameter-{n_people}",
        title="Two-parameter model of a test, with errors",
        size=f"{n_people} × {n_items}",
        ours=Side(name="dampak", prepare=partial(answers, n_people, n_items), ask=ours),
        peer=Side(
            name="mirt", module="mirt", prepare=partial(answers, n_people, n_items), ask=mirt
        ),
        tolerance=1e-5,
    )
    for n_people, n_items in SIZES
)
