"""Honest bounds for trends that were not parallel."""

from functools import partial

import numpy as np

from dampak.benchmark.case import Case, Side, answered
from dampak.statistics.honest_bounds import EventPath, relative_magnitude_bounds

N_BEFORE, N_AFTER = 5, 2
GRID, FULL_GRID, DEMANDED = 50, 1_000, 300
REACH = 1.0  # of the grid, either side of zero


def path() -> EventPath:
    """Seven coefficients, small wiggles before, an effect after, doubts that go together."""
    values = np.array([0.02, -0.01, 0.015, 0.0, -0.02, 0.5, 0.6])
    covariance = 0.03**2 * (0.4 + 0.6 * np.eye(values.size))
    return EventPath(values=values, covariance=covariance, n_before=N_BEFORE)


def bounds(data: EventPath) -> float:
    """The lower end if trends part as much after the training as before."""
    found = relative_magnitude_bounds(data, ratio=1.0, rng=np.random.default_rng(1))
    return float(answered(found).low)


def moderndid(data: EventPath, *, grid: int = GRID) -> float:
    import moderndid as peer

    found = peer.create_sensitivity_results_rm(
        betahat=data.values,
        sigma=data.covariance,
        num_pre_periods=N_BEFORE,
        num_post_periods=N_AFTER,
        m_bar_vec=np.array([1.0]),
        grid_points=grid,
        grid_lb=-REACH,
        grid_ub=REACH,
    )
    return float(found["lb"][0])


CASES = (
    Case(
        code="honest-bounds",
        title="Honest bounds, relative magnitudes, one ratio",
        size=f"{N_BEFORE} + {N_AFTER}",
        ours=Side(name="dampak", prepare=path, ask=bounds),
        peer=Side(
            name="moderndid", module="moderndid", prepare=path, ask=partial(moderndid, grid=GRID)
        ),
        demanded=DEMANDED * GRID / FULL_GRID,
        tolerance=0.1,
        note="The peer looks at a grid of 50 values instead of its usual 1,000, which would take "
        "minutes; it is as much quicker, and 300 times faster is asked for as 15. The two lower "
        "ends may differ by a step of the grid.",
    ),
)
