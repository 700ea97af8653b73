"""Counts by unit and month: Poisson with effects of units and months."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from dampak.benchmark.case import Case, Side, answered
from dampak.statistics.arrays import Floats
from dampak.statistics.outcomes import count_effect

SIZES = ((5_000, 48), (40_000, 60))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """Complaints and requests, and who was trained when: all (n_units, n_months)."""

    counts: Floats
    exposure: Floats
    is_trained: Floats


def counted(n_units: int, n_months: int) -> Counted:
    """A fifth fewer complaints from the month of training on."""
    rng = np.random.default_rng(8)
    first = rng.choice([*range(12, n_months, 4), n_months], size=(n_units, 1))
    is_trained = (np.arange(n_months) >= first).astype(np.float64)
    exposure = rng.uniform(50, 400, size=(n_units, n_months))
    rate = 0.02 * np.exp(rng.normal(0, 0.5, (n_units, 1)) - 0.223 * is_trained)
    counts = rng.poisson(rate * exposure).astype(np.float64)
    return Counted(counts=counts, exposure=exposure, is_trained=is_trained)


def ours(data: Counted) -> float:
    answer = answered(
        count_effect(counts=data.counts, exposure=data.exposure, is_trained=data.is_trained)
    )
    return float(answer.value)


def as_rows(n_units: int, n_months: int) -> Any:
    import pandas as pd

    data = counted(n_units, n_months)
    unit, month = np.divmod(np.arange(data.counts.size), n_months)
    return pd.DataFrame(
        {
            "unit": unit,
            "month": month,
            "y": data.counts.ravel(),
            "trained": data.is_trained.ravel(),
            "log_exposure": np.log(data.exposure).ravel(),
        }
    )


def pyfixest(rows: Any) -> float:
    import pyfixest as peer

    fitted = peer.fepois(
        "y ~ trained | unit + month", data=rows, offset="log_exposure", vcov={"CRV1": "unit"}
    )
    return float(np.exp(fitted.coef()["trained"]))


CASES = tuple(
    Case(
        code=f"counts-{n_units}",
        title="Poisson with effects of units and months, with errors",
        size=f"{n_units} × {n_months}",
        ours=Side(name="dampak", prepare=partial(counted, n_units, n_months), ask=ours),
        peer=Side(
            name="pyfixest",
            module="pyfixest",
            prepare=partial(as_rows, n_units, n_months),
            ask=pyfixest,
        ),
        panel_bytes=8 * n_units * n_months,
        tolerance=1e-6,
    )
    for n_units, n_months in SIZES
)
