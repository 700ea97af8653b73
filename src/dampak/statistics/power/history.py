"""How much units differ, how long a bad month lasts, how much is luck: from past months."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import SMALLEST, Floats, finite_number, matrix_of_numbers
from dampak.statistics.panel import RESOLUTION

FEWEST_UNITS = 5
FEWEST_MONTHS = 6
MOST_PATTERNS = 100  # of gaps; a larger panel is represented by units at equal distances
STARTS = ((0.0, 0.0, 0.5), (1.0, -2.0, 1.5), (-2.0, 1.0, 0.0))
NEAR_ENOUGH = {"ftol": 1e-7}  # of the misfit: parts may be told apart no better, their sum is
BOUNDS = [(-7.0, 7.0), (-7.0, 7.0), (0.0, 3.0)]  # ratios down to e**-7, persistence up to 0.995


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How the outcome varies while nothing is done, months' common ups and downs taken out.

    ``lasting_variance`` stays with the unit for good; ``fading_variance`` is shared by months k
    apart by ``persistence ** k`` (0 to below 1); ``passing_variance`` belongs to one unit and month
    alone. All in the squared unit of the outcome. ``n_units`` and ``n_periods`` were looked at (0
    where the numbers are assumed); ``unevenness`` is the squared coefficient of variation of the
    units' own variances, 0 where all are as restless as one another.

    Hussey and Hughes (2007) have no fading variance; Kasza and others (2019) no lasting one; an
    AR(1) with unit effects has no passing one.
    """

    lasting_variance: float
    fading_variance: float
    persistence: float
    passing_variance: float
    n_units: int = 0
    n_periods: int = 0
    unevenness: float = 0.0

    def __post_init__(self) -> None:
        parts = (self.lasting_variance, self.fading_variance, self.passing_variance)
        for name in ("lasting_variance", "fading_variance", "passing_variance", "persistence"):
            finite_number(getattr(self, name), name=name)
        if min(parts) < 0 or sum(parts[1:]) <= 0:
            raise ValueError(
                f"variances must be 0 or more, and fading or passing variance above 0, got {parts}"
            )
        if not 0 <= self.persistence < 1:
            raise ValueError(f"persistence must be at least 0 and below 1, got {self.persistence}")
        if finite_number(self.unevenness, name="unevenness") < 0:
            raise ValueError(f"unevenness must be 0 or more, got {self.unevenness}")

    def covariance(self, n_periods: int) -> Floats:
        """Of the months of one unit. Shape (n_periods, n_periods)."""
        fading = self.fading_variance * _powers(self.persistence, n_periods)
        return np.asarray(
            self.lasting_variance + fading + self.passing_variance * np.eye(n_periods)
        )

    def slopes(self, n_periods: int) -> list[Floats]:
        """How that moves with lasting, fading and passing variance and with persistence."""
        steeper = self.fading_variance * _steeper(self.persistence, n_periods)
        powers = _powers(self.persistence, n_periods)
        return [np.ones_like(powers), powers, np.eye(n_periods), steeper]


def history_of(*, outcomes: ArrayLike) -> History | NoAnswer:
    """Split the variance of past months into what lasts, what fades and what passes.

    Parameters
    ----------
    outcomes
        Shape (n_units, n_periods) of months in which nobody was trained, in order, in the unit of
        the outcome; NaN where nothing was counted.

    Returns
    -------
    History
        By restricted maximum likelihood with a mean for each month, which does not shrink the
        variances of short panels as residuals of unit means do.
    NoAnswer
        With fewer than 5 units or 6 months, or if no unit moves beyond the others.

    Raises
    ------
    ValueError
        If ``outcomes`` is not a matrix of finite numbers.

    Notes
    -----
    Rests on the past being like the months to come, and on gaps that say nothing about the outcome.
    Of panels with more than 100 patterns of gaps, 100 units at equal distances are read.

    References
    ----------
    Patterson and Thompson (1971), Biometrika 58, 545-554. Kasza and others (2019), Statistical
    Methods in Medical Research 28, 703-716: decay. Burlig, Preonas and Woerman (2020), Journal of
    Development Economics 144, 102458: why the months of one unit must not be taken as independent.
    """
    y = matrix_of_numbers(outcomes, name="outcomes")
    y = y[np.isfinite(y).any(axis=1)][:, np.isfinite(y).any(axis=0)]
    n_units, n_periods = y.shape
    if not y.size:
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    if n_units < FEWEST_UNITS:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=FEWEST_UNITS, found=n_units)
    if n_periods < FEWEST_MONTHS:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=FEWEST_MONTHS, found=n_periods)
    return _fitted(y)


def _fitted(y: Floats) -> History | NoAnswer:
    n_units, n_periods = y.shape
    centred = y - np.nanmean(y, axis=0)
    scale = float(np.nanstd(centred))
    moving = centred - np.nanmean(centred, axis=1, keepdims=True)
    largest = max(float(np.nanmax(np.abs(y))), scale)
    if np.nanmax(np.abs(moving)) <= max(RESOLUTION * largest, SMALLEST):
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    looked_at = _representative(centred / scale)
    patterns = _Patterns.of(looked_at)
    start = min(STARTS, key=lambda parameters: patterns.misfit(np.array(parameters))[0])
    best = optimize.minimize(
        patterns.misfit, start, jac=True, bounds=BOUNDS, method="L-BFGS-B", options=NEAR_ENOUGH
    ).x
    shares, persistence = _parts(best)
    lasting, fading, passing = shares * patterns.total_variance(best) * scale**2
    moving_covariance = shares[1] * _powers(persistence, n_periods) + shares[2] * np.eye(n_periods)
    return History(
        lasting_variance=float(lasting),
        fading_variance=float(fading),
        persistence=persistence,
        passing_variance=float(passing),
        n_units=n_units,
        n_periods=n_periods,
        unevenness=_unevenness(looked_at, moving_covariance),
    )


def _representative(y: Floats) -> Floats:
    """All units, or with too many patterns of gaps some at equal distances."""
    if np.unique(np.isfinite(y), axis=0).shape[0] <= MOST_PATTERNS:
        return y
    return np.asarray(y[np.linspace(0, y.shape[0] - 1, MOST_PATTERNS).astype(int)])


def _unevenness(centred: Floats, covariance: Floats) -> float:
    """How much more the units' mean squares differ than normal luck would make them differ.

    ``centred`` (n_units, n_periods) less the means of months, ``covariance`` that of the months of
    one unit about its level. A mean square of f degrees of freedom has a mean of squares of
    (1 + 2 / f) times its squared mean if all units are alike.
    """
    sums, freedoms = [], []
    for pattern in np.unique(np.isfinite(centred), axis=0):
        months = np.flatnonzero(pattern)
        if months.size < 2:
            continue
        members = centred[(np.isfinite(centred) == pattern).all(axis=1)][:, months]
        inverse = np.linalg.inv(covariance[np.ix_(months, months)])
        level = inverse.sum(axis=0)
        apart = inverse - np.outer(level, level) / level.sum()
        sums.append(((members @ apart) * members).sum(axis=1))
        freedoms.append(np.full(len(members), months.size - 1.0))
    total, freedom = np.concatenate(sums), np.concatenate(freedoms)
    means = total / freedom / (total.sum() / freedom.sum())
    luck = float((freedom**2 * (1 + 2 / freedom)).sum() / (freedom**2).sum())
    return max(float((freedom**2 * means**2).sum() / (freedom**2).sum()) / luck - 1, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Patterns:
    """Units with the same gaps together: ``counted`` (p, T), ``sizes`` (p,), ``sums`` (p, T) and
    ``squares`` (p, T, T) of their outcomes, 0 where not counted."""

    counted: Floats
    sizes: Floats
    sums: Floats
    squares: Floats

    @classmethod
    def of(cls, y: Floats) -> "_Patterns":
        counted, of_unit = np.unique(np.isfinite(y), axis=0, return_inverse=True)
        filled = np.where(np.isfinite(y), y, 0.0)
        members = [filled[of_unit == p] for p in range(counted.shape[0])]
        return cls(
            counted=counted.astype(np.float64),
            sizes=np.array([len(rows) for rows in members], dtype=np.float64),
            sums=np.array([rows.sum(axis=0) for rows in members]),
            squares=np.array([rows.T @ rows for rows in members]),
        )

    @property
    def freedom(self) -> float:
        counted_months = (self.sizes @ self.counted > 0).sum()
        return float(self.sizes @ self.counted.sum(axis=1) - counted_months)

    def total_variance(self, parameters: Floats) -> float:
        """The variance of one unit and month that fits best, given how it is shared out."""
        inverses = self._inverses(parameters)[0]
        months, _ = self._months(inverses)
        return float((inverses * self._squares_about(months)).sum() / self.freedom)

    def misfit(self, parameters: Floats) -> tuple[float, Floats]:
        """Minus twice the restricted log-likelihood, the total variance at its best; its slope."""
        inverses, logs = self._inverses(parameters)
        months, covariance = self._months(inverses)
        squares = self._squares_about(months)
        quadratic = max(float((inverses * squares).sum()), 1e-300)
        value = logs - np.linalg.slogdet(covariance)[1] + self.freedom * np.log(quadratic)
        weighed = self.sizes[:, None, None] * (inverses - inverses @ covariance @ inverses)
        pull = weighed - self.freedom / quadratic * inverses @ squares @ inverses
        steps = _slopes(parameters, self.counted.shape[1])
        return float(value), np.array([(pull.sum(axis=0) * step).sum() for step in steps])

    def _inverses(self, parameters: Floats) -> tuple[Floats, float]:
        """The inverse covariances of the patterns, and the logs of their determinants summed."""
        shares, persistence = _parts(parameters)
        one = np.eye(self.counted.shape[1])
        whole = shares[0] + shares[1] * _powers(persistence, len(one)) + shares[2] * one
        both = self.counted[:, :, None] * self.counted[:, None, :]
        absent = one * (1 - self.counted)[:, None, :]
        covariances = whole * both + absent  # an absent month stands apart with variance 1
        logs = float(self.sizes @ np.linalg.slogdet(covariances)[1])
        return np.linalg.inv(covariances) * both, logs

    def _months(self, inverses: Floats) -> tuple[Floats, Floats]:
        """The mean of each month, and its covariance if a unit's variance were 1."""
        covariance = np.linalg.inv(np.tensordot(self.sizes, inverses, axes=1))
        right = np.einsum("ptu,pu->t", inverses, self.sums)
        return np.asarray(covariance @ right), np.asarray(covariance)

    def _squares_about(self, months: Floats) -> Floats:
        cross = self.sums[:, :, None] * months
        about = self.squares - cross - cross.transpose(0, 2, 1)
        return np.asarray(about + self.sizes[:, None, None] * np.outer(months, months))


def _slopes(parameters: Floats, n_periods: int) -> list[Floats]:
    """How the covariance of the months moves with each parameter. Each (n_periods, n_periods)."""
    (lasting, fading, _), persistence = _parts(parameters)
    powers, one = _powers(persistence, n_periods), np.eye(n_periods)
    whole = lasting + fading * powers + (1 - lasting - fading) * one
    by_persistence = fading * (1 - persistence**2) * _steeper(persistence, n_periods)
    return [lasting * (1 - whole), fading * (powers - whole), by_persistence]


def _parts(parameters: Floats) -> tuple[Floats, float]:
    """The shares of lasting, fading and passing variance, and the persistence."""
    powers = np.exp([parameters[0], parameters[1], 0.0])
    return powers / powers.sum(), float(np.tanh(parameters[2]))


def _steeper(persistence: float, n_periods: int) -> Floats:
    """The derivative of the powers of persistence."""
    apart = np.abs(np.subtract.outer(np.arange(n_periods), np.arange(n_periods)))
    return np.asarray(apart * np.float_power(persistence, np.maximum(apart - 1, 0)))


def _powers(persistence: float, n_periods: int) -> Floats:
    apart = np.abs(np.subtract.outer(np.arange(n_periods), np.arange(n_periods)))
    return np.asarray(np.where(apart == 0, 1.0, np.float_power(persistence, apart)))
