"""Training that starts at different times: Callaway and Sant'Anna, imputation, two-way."""

from functools import partial
from typing import Any

import numpy as np

from dampak.benchmark.case import Case, Side, answered
from dampak.benchmark.panels import BenchPanel, panel, table
from dampak.statistics.imputation import imputed_effect
from dampak.statistics.long_table import panel_from_rows
from dampak.statistics.staggered import (
    GroupTimeEffects,
    event_study,
    group_time_effects,
    overall_effect,
)
from dampak.statistics.two_way import two_way_effect

DRAWS = 999
SMALL, MIDDLE, LARGE = (500, 48), (5_000, 48), (40_000, 60)


def _effects(data: BenchPanel) -> GroupTimeEffects:
    found: GroupTimeEffects = answered(
        group_time_effects(
            outcomes=data.outcomes, first_treated=data.first_treated, control="never"
        )
    )
    return found


def _value(answer: Any) -> float:
    return float(answered(answer).value)


def analytic(data: BenchPanel) -> float:
    """Cells, event study with bands, and the overall effect, all with errors."""
    effects, rng = _effects(data), np.random.default_rng(1)
    event_study(effects, rng=rng)
    return _value(overall_effect(effects, rng=rng))


def with_draws(data: BenchPanel) -> float:
    effects, rng = _effects(data), np.random.default_rng(1)
    event_study(effects, rng=rng, draws=DRAWS, bands="multiplier")
    return _value(overall_effect(effects, rng=rng))


def from_table(rows: Any) -> float:
    """From the columns of a table: laying it out as units by months is inside the clock."""
    laid = panel_from_rows(
        unit=rows["unit"].to_numpy(),
        period=rows["month"].to_numpy(),
        outcome=rows["y"].to_numpy(),
        first_treated=rows["first"].to_numpy(),
        never=0,
    )
    return analytic(BenchPanel(outcomes=laid.outcomes, first_treated=laid.first_treated))


def imputed(data: BenchPanel) -> float:
    rng = np.random.default_rng(1)
    return _value(imputed_effect(outcomes=data.outcomes, first_treated=data.first_treated, rng=rng))


def two_way(data: BenchPanel) -> float:
    return _value(two_way_effect(outcomes=data.outcomes, first_treated=data.first_treated))


def diff_diff(rows: Any, *, draws: int = 0) -> float:
    import diff_diff as peer

    fitted = peer.CallawaySantAnna(control_group="never_treated", n_bootstrap=draws, seed=1).fit(
        rows, outcome="y", unit="unit", time="month", first_treat="first", aggregate="event_study"
    )
    return float(fitted.overall_att)


def diff_diff_imputation(rows: Any) -> float:
    import diff_diff as peer

    fitted = peer.ImputationDiD().fit(
        rows, outcome="y", unit="unit", time="month", first_treat="first"
    )
    return float(fitted.overall_att)


def pyfixest(rows: Any) -> float:
    import pyfixest as peer

    fitted = peer.feols("y ~ trained | unit + month", data=rows, vcov={"CRV1": "unit"})
    return float(fitted.coef()["trained"])


def _case(
    code: str, title: str, size: tuple[int, int], ask: Any, peer: Any, demanded: float | None = None
) -> Case:
    name, module, ask_peer = peer
    n_units, n_months = size
    lay_out = table if ask is from_table else panel
    return Case(
        code=f"{code}-{n_units}",
        title=title,
        size=f"{n_units} × {n_months}",
        ours=Side(name="dampak", prepare=partial(lay_out, *size), ask=ask),
        peer=Side(name=name, module=module, prepare=partial(table, *size), ask=ask_peer),
        demanded=demanded,
        panel_bytes=8 * n_units * n_months,
    )


_CS = ("diff-diff", "diff_diff", diff_diff)
_CS_DRAWS = ("diff-diff", "diff_diff", partial(diff_diff, draws=DRAWS))
_BJS = ("diff-diff", "diff_diff", diff_diff_imputation)
_TWFE = ("pyfixest", "pyfixest", pyfixest)
_ANALYTIC = "Callaway-Sant'Anna, analytic errors, from a matrix"
_FROM_TABLE = "Callaway-Sant'Anna, analytic errors, from a long table"
_DRAWN = "Callaway-Sant'Anna, 999 multiplier draws"
_IMPUTED = "Imputation estimator with errors"
_TWO_WAY = "Two-way fixed effects, errors by unit"

CASES = (
    _case("staggered", _ANALYTIC, SMALL, analytic, _CS),
    _case("staggered", _ANALYTIC, MIDDLE, analytic, _CS),
    _case("staggered", _ANALYTIC, LARGE, analytic, _CS, 25),
    _case("staggered-table", _FROM_TABLE, MIDDLE, from_table, _CS),
    _case("staggered-table", _FROM_TABLE, LARGE, from_table, _CS, 10),
    _case("staggered-draws", _DRAWN, MIDDLE, with_draws, _CS_DRAWS),
    _case("staggered-draws", _DRAWN, LARGE, with_draws, _CS_DRAWS, 15),
    _case("imputation", _IMPUTED, MIDDLE, imputed, _BJS),
    _case("imputation", _IMPUTED, LARGE, imputed, _BJS, 80),
    _case("two-way", _TWO_WAY, MIDDLE, two_way, _TWFE),
    _case("two-way", _TWO_WAY, LARGE, two_way, _TWFE, 25),
)
