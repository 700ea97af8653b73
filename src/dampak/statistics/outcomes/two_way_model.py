"""A generalised linear model with an effect of every unit and every month, and of the training."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from dampak.foundation.answers import Silence
from dampak.statistics.arrays import Floats
from dampak.statistics.outcomes.unit_months import UnitMonths

STEPS = 100
FARTHEST = 30.0  # on the scale of the model: beyond it something runs off to nought or infinity
LONGEST = 2.0  # a step on the scale of the model, so that no first step overshoots for good
SETTLED = 1e-10
DUST = 1e-10
FEW = 300  # units for which leaving each one out is worth its price


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """How a mean follows from the scale of the model, and how fast it moves along it."""

    mean: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]
    scale: Callable[[Floats], Floats]


COUNTS = Family(mean=np.exp, slope=np.exp, scale=np.log)
SHARES = Family(
    mean=special.expit,
    slope=lambda eta: special.expit(eta) * special.expit(-eta),
    scale=special.logit,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwoWayFit:
    """The fitted scale ``eta`` (n_units, n_months) and the ``effect`` of the training on it.

    ``without_each`` (n_units, n_months) says how the solution would move without each unit: the
    months after the first, then the effect. ``slope`` and ``surplus`` (n_units, n_months) are the
    weights of the last step and what the model leaves unexplained.
    """

    eta: Floats
    effect: float
    slope: Floats
    surplus: Floats
    without_each: Floats


def fit_two_way(panel: UnitMonths, family: Family) -> TwoWayFit | Silence:
    """The most likely effects of units, months and training, or why there are none."""
    weights, trained = panel.weights, panel.is_trained
    overall = (weights * panel.seen).sum() / weights.sum()
    by_unit = (weights * panel.seen).sum(axis=1) / weights.sum(axis=1)
    eta = np.repeat(family.scale((by_unit + overall) / 2)[:, None], weights.shape[1], axis=1)
    effect = 0.0
    for _ in range(STEPS):
        slope, surplus = _slope_and_surplus(panel, family, eta)
        moves = _solve(_information(trained, slope), _pull(trained, slope, surplus))
        if moves is None:
            return Silence.NOT_SEPARABLE
        change = _spread_out(trained, slope, surplus, moves)
        largest = np.abs(change).max()
        if not np.isfinite(largest) or abs(effect) > FARTHEST:
            return Silence.NO_STABLE_SOLUTION
        brake = min(1.0, LONGEST / largest) if largest > 0 else 1.0
        eta, effect = eta + brake * change, effect + brake * float(moves[-1])
        if largest < SETTLED:
            return _with_doubt(panel, family, eta, effect)
    return Silence.NO_STABLE_SOLUTION


def _with_doubt(
    panel: UnitMonths, family: Family, eta: Floats, effect: float
) -> TwoWayFit | Silence:
    slope, surplus = _slope_and_surplus(panel, family, eta)
    information = _information(panel.is_trained, slope)
    pulls = np.column_stack([surplus[:, 1:], (panel.is_trained * surplus).sum(axis=1)])
    if len(pulls) > FEW:
        moves = np.linalg.solve(information, pulls.T).T
    else:
        left = information - _information_of_each(panel.is_trained, slope)
        if np.linalg.cond(left).max() > 1 / DUST:
            return Silence.NOT_SEPARABLE
        moves = np.linalg.solve(left, pulls[:, :, None])[:, :, 0]
    return TwoWayFit(
        eta=eta, effect=effect, slope=slope, surplus=surplus, without_each=np.asarray(-moves)
    )


def _slope_and_surplus(panel: UnitMonths, family: Family, eta: Floats) -> tuple[Floats, Floats]:
    return (
        panel.weights * family.slope(eta),
        panel.weights * (panel.seen - family.mean(eta)),
    )


def _information(trained: Floats, slope: Floats) -> Floats:
    """Of the months after the first and the training, the units' own effects taken out."""
    by_unit = slope.sum(axis=1, keepdims=True)
    months = np.diag(slope.sum(axis=0)) - slope.T @ (slope / by_unit)
    apart = slope * (trained - (slope * trained).sum(axis=1, keepdims=True) / by_unit)
    return _bordered(months, apart.sum(axis=0), (trained * apart).sum())


def _information_of_each(trained: Floats, slope: Floats) -> Floats:
    by_unit = slope.sum(axis=1, keepdims=True)
    months = (
        slope[:, :, None] * np.eye(slope.shape[1])
        - slope[:, :, None] * (slope / by_unit)[:, None, :]
    )
    apart = slope * (trained - (slope * trained).sum(axis=1, keepdims=True) / by_unit)
    return _bordered(months, apart, (trained * apart).sum(axis=1))


def _bordered(months: Floats, edge: Floats, corner: Floats) -> Floats:
    """Without the first month, to which all others are compared."""
    full = np.empty(months.shape)
    full[..., :-1, :-1] = months[..., 1:, 1:]
    full[..., -1, :-1] = full[..., :-1, -1] = edge[..., 1:]
    full[..., -1, -1] = corner
    return full


def _pull(trained: Floats, slope: Floats, surplus: Floats) -> Floats:
    own = surplus - slope * (surplus.sum(axis=1) / slope.sum(axis=1))[:, None]
    return np.append(own.sum(axis=0)[1:], (trained * own).sum())


def _solve(information: Floats, pull: Floats) -> Floats | None:
    """None where the training cannot be told from the months or the units."""
    scale = np.sqrt(np.diag(information))
    if not (scale > 0).all() or not np.isfinite(scale).all():
        return None
    standard = information / scale / scale[:, None]
    if np.linalg.eigvalsh(standard)[0] < DUST:
        return None
    return np.asarray(np.linalg.solve(standard, pull / scale) / scale)


def _spread_out(trained: Floats, slope: Floats, surplus: Floats, moves: Floats) -> Floats:
    """What a move of months and training does to the scale, each unit's own effect following."""
    change = np.concatenate([[0.0], moves[:-1]]) + moves[-1] * trained
    own = (surplus - slope * change).sum(axis=1) / slope.sum(axis=1)
    return np.asarray(change + own[:, None])
