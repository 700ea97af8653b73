"""The panels of the benchmark: many offices, trained in twelve waves or never."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dampak.statistics.arrays import Floats, Integers

WAVES = 12
NEVER_SHARE = 0.3
SEED = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BenchPanel:
    """``outcomes`` (n_units, n_months); ``first_treated`` (n_units,), -1 for never."""

    outcomes: Floats
    first_treated: Integers


def panel(n_units: int, n_months: int) -> BenchPanel:
    """Units with a level and luck of their own, months with a movement, an effect that grows."""
    rng = np.random.default_rng(SEED)
    waves = np.linspace(n_months // 4, n_months - 6, WAVES).astype(np.int64)
    first = np.where(rng.random(n_units) < NEVER_SHARE, -1, rng.choice(waves, n_units))
    months = np.arange(n_months)
    since = np.where(first[:, None] >= 0, months - first[:, None] + 1, 0)
    outcomes = rng.normal(size=(n_units, n_months))
    outcomes += rng.normal(20, 2, (n_units, 1)) + np.sin(months / 6) + 0.05 * np.maximum(since, 0)
    return BenchPanel(outcomes=outcomes, first_treated=first)


def table(n_units: int, n_months: int) -> Any:
    """The same panel as a data frame with one row per unit and month; 0 stands for never."""
    import pandas as pd

    wide = panel(n_units, n_months)
    unit, month = np.divmod(np.arange(wide.outcomes.size), n_months)
    first = wide.first_treated[unit]
    return pd.DataFrame(
        {
            "unit": unit,
            "month": month + 1,
            "first": np.where(first < 0, 0, first + 1),
            "trained": ((first >= 0) & (month >= first)).astype(np.int64),
            "y": wide.outcomes.ravel(),
        }
    )
