"""Regression of one series whose errors remember the month before: AR(1), by REML.

Errors e of consecutive months obey e_t = r e_(t-1) + fresh; months d apart correlate by r**d, so
gaps need no filling. Coefficients and their spread are known for each r; what is not known is r.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy import optimize

from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.time_series.mixtures import ANGLES, believed, quantile_of_all

STEP = 1e-4  # of an angle, for derivatives by differences
NEGLIGIBLE = 1e-10  # share of all weight: angles below it cannot move an interval


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fits:
    """The regression at each of g autocorrelations: ``log_likelihood`` (REML, up to a constant) and
    ``squares`` (g,), ``coefficients`` (g, k), ``covariance`` (g, k, k) of unit errors, ``fresh``
    (g, n_months) errors less what the month before explains, all of equal spread."""

    log_likelihood: Floats
    coefficients: Floats
    covariance: Floats
    squares: Floats
    fresh: Floats

    @property
    def freedom(self) -> int:
        return int(self.fresh.shape[1] - self.coefficients.shape[1])

    def contrasts(self, sums: Floats) -> tuple[Floats, Floats]:
        """Values and standard errors of sums of coefficients, ``sums`` (j, k). Shape (g, j)."""
        spread = np.einsum("jk,gkl,jl->gj", sums, self.covariance, sums)
        errors = np.sqrt(spread * (self.squares / self.freedom)[:, None])
        return self.coefficients @ sums.T, errors

    def put_back(self, plain: Floats, size: float) -> "Fits":
        """As they were before a plain line (k,) was taken off and the rest brought to size 1."""
        return replace(
            self,
            coefficients=plain + size * self.coefficients,
            squares=size**2 * self.squares,
            fresh=size * self.fresh,
        )

    def keeping(self, kept: Flags) -> "Fits":
        """Only these of the g autocorrelations."""
        return Fits(
            log_likelihood=self.log_likelihood[kept],
            coefficients=self.coefficients[kept],
            covariance=self.covariance[kept],
            squares=self.squares[kept],
            fresh=self.fresh[kept],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AutocorrelatedRegression:
    """The REML fit, and what every other autocorrelation would have said.

    ``best`` holds the fit at ``autocorrelation``; ``every`` those at the angles that matter, each
    as likely as its share in ``weights`` (g,) before it is asked how precise it is. ``mix`` (k, k)
    leads from the coefficients of the design to those of the fits; ``whitened_design``
    (n_months, k) belongs to the best.
    """

    autocorrelation: float
    best: Fits
    every: Fits
    weights: Floats
    mix: Floats
    whitened_design: Floats

    @property
    def coefficients(self) -> Floats:
        """Of the columns of the design, shape (k,)."""
        return np.asarray(np.linalg.solve(self.mix, self.best.coefficients[0]))

    def contrast(self, sums: Floats, *, confidence: float) -> tuple[float, float, float, float]:
        """Value, its standard error, and the interval of a sum of coefficients, ``sums`` (k,).

        Given r the sum is t-distributed about its value. The tails of the interval are those of
        all r together, each weighed by how likely it is and by its precision, so that the interval
        is wide where the data cannot tell one r from another; however low the confidence, it does
        not leave out the value.
        """
        turned = np.asarray(np.linalg.solve(self.mix.T, sums), dtype=np.float64)[None, :]
        value, error = (float(each[0, 0]) for each in self.best.contrasts(turned))
        values, errors = (each[:, 0] for each in self.every.contrasts(turned))
        tails = (1 - confidence) / 2, (1 + confidence) / 2
        low, high = (
            float(
                quantile_of_all(
                    share,
                    values=values[:, None],
                    errors=errors[:, None],
                    weights=self.weights[:, None],
                    freedom=self.best.freedom,
                )[0]
            )
            for share in tails
        )
        return value, error, min(low, value), max(high, value)


def autocorrelated_regression(
    outcomes: Floats, design: Floats, months: Integers
) -> AutocorrelatedRegression:
    """Fit by REML over the autocorrelation, and keep what other autocorrelations would say.

    Parameters
    ----------
    outcomes
        Shape (n_months,), finite, and not on the regression line already.
    design
        Shape (n_months, k), of full rank, with fewer columns than months.
    months
        Shape (n_months,). Position of each month in the calendar, rising.

    References
    ----------
    Patterson and Thompson (1971), Biometrika 58, 545-554: REML. Cheang and Reinsel (2000), JASA
    95, 1173-1184: in short series with trends it removes most of the bias of r.
    """
    basis, mix = np.linalg.qr(design)  # well-conditioned, whatever the columns measure
    steps, plain = np.diff(months), basis.T @ outcomes
    left = outcomes - basis @ plain  # neither level nor unit of the series disturb the search
    size = float(np.abs(left).max())
    left /= size
    every = fits_at(np.sin(ANGLES), left, basis, steps)
    best = _best_angle(every.log_likelihood, left, basis, steps)
    shares = believed(every.log_likelihood[:, None])[:, 0]
    kept = shares > NEGLIGIBLE * shares.sum()
    return AutocorrelatedRegression(
        autocorrelation=float(np.sin(best)),
        best=fits_at(np.sin([best]), left, basis, steps).put_back(plain, size),
        every=every.keeping(kept).put_back(plain, size),
        weights=shares[kept] / shares[kept].sum(),
        mix=mix,
        whitened_design=whitened(basis, np.sin([best]), steps)[0],
    )


def fits_at(correlations: Floats, outcomes: Floats, design: Floats, steps: Integers) -> Fits:
    """Generalised least squares at each of g autocorrelations."""
    x = whitened(design, correlations, steps)
    y = whitened(outcomes[:, None], correlations, steps)
    information = x.transpose(0, 2, 1) @ x
    covariance: Floats = np.asarray(np.linalg.inv(information), dtype=np.float64)
    coefficients = covariance @ (x.transpose(0, 2, 1) @ y)
    fresh = (y - x @ coefficients)[..., 0]
    squares = (fresh**2).sum(axis=1)
    freedom = design.shape[0] - design.shape[1]
    halves = np.linalg.slogdet(information)[1] + freedom * np.log(squares)
    return Fits(
        log_likelihood=log_scales(correlations, steps) - halves / 2,
        coefficients=coefficients[..., 0],
        covariance=covariance,
        squares=squares,
        fresh=fresh,
    )


def whitened(columns: Floats, correlations: Floats, steps: Integers) -> Floats:
    """Columns (n_months, k) less what the month before carries over. Shape (g, n_months, k)."""
    carried = (correlations[:, None] ** steps)[..., None]
    first = np.sqrt(1 - correlations**2)[:, None, None]
    rest = (columns[1:] - carried * columns[:-1]) * first / np.sqrt(1 - carried**2)
    return np.concatenate([first * columns[0], rest], axis=1)


def log_scales(correlations: Floats, steps: Integers) -> Floats:
    """Half the log determinant of the whitening, shape (g,)."""
    first = np.log1p(-(correlations**2)) / 2
    gaps = np.log1p(-(correlations[:, None] ** (2 * steps))) / 2
    return np.asarray((1 + steps.size) * first - gaps.sum(axis=1))


def _best_angle(log_likelihood: Floats, outcomes: Floats, design: Floats, steps: Integers) -> float:
    """Searched between the neighbours of the best on the grid; then one step of Newton's, because
    near its top a likelihood is too flat to be compared with itself."""
    near = int(log_likelihood.argmax())
    bounds = ANGLES[max(near - 1, 0)], ANGLES[min(near + 1, ANGLES.size - 1)]

    def loss(angle: float) -> float:
        fit = fits_at(np.sin([angle]), outcomes, design, steps)
        return -float(fit.log_likelihood[0])

    found = optimize.minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-9})
    return _stepped(loss, float(found.x), bounds)


def _stepped(loss: Callable[[float], float], angle: float, bounds: tuple[float, float]) -> float:
    if not bounds[0] + STEP < angle < bounds[1] - STEP:
        return angle
    below, here, above = loss(angle - STEP), loss(angle), loss(angle + STEP)
    bend = above - 2 * here + below
    return angle - STEP * (above - below) / (2 * bend) if bend > abs(above - below) else angle
