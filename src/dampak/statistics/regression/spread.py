"""How far coefficients may be off: published errors, and intervals that hold with few groups.

All of it in the basis Q of the columns X = QR. There the coefficients are Q'y, rows or groups of
rows g have leverage S_g = Q_g'Q_g, and a group's score is Q_g'e_g: everything is k by k.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from dampak.statistics.arrays import SMALLEST, Flags, Floats, Integers

ALONE = 1e-10  # 1 - leverage below this: the group alone decides that direction
RESTS_ON = 1e-7  # of a coefficient's length: less of a direction than this is none
DUST = 1e-11  # of the largest fitted value: what is left may be rounding only


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """A fit by least squares. ``basis`` (n, k) is Q and ``inside`` (k,) Q'y; ``unscale`` (k, k)
    takes that to coefficients.

    ``n_absorbed`` counts the effects taken out beforehand.
    """

    values: Floats
    residuals: Floats
    basis: Floats
    inside: Floats
    unscale: Floats
    n_absorbed: int = 0

    @property
    def is_exact(self) -> bool:
        """Nothing is left but rounding, so nothing can be said about doubt."""
        size = np.abs(self.residuals).max()
        return bool(size <= max(DUST * np.abs(self.basis @ self.inside).max(initial=0.0), SMALLEST))

    @property
    def freedom(self) -> int:
        return int(self.basis.shape[0] - self.basis.shape[1] - self.n_absorbed)


def fitted(outcome: Floats, columns: Floats, *, n_absorbed: int = 0) -> Fitted:
    """Least squares, with every column brought to length 1 first so that units do not matter."""
    lengths = np.sqrt((columns**2).sum(axis=0))
    basis, triangle = np.linalg.qr(columns / lengths)
    unscale = np.linalg.inv(triangle) / lengths[:, None]
    inside = basis.T @ outcome
    return Fitted(
        values=unscale @ inside,
        residuals=outcome - basis @ inside,
        basis=basis,
        inside=inside,
        unscale=unscale,
        n_absorbed=n_absorbed,
    )


def classical(fit: Fitted) -> Floats:
    """Variances if all rows are alike and independent. Shape (k,)."""
    noise = float(fit.residuals @ fit.residuals) / fit.freedom
    return np.asarray(noise * (fit.unscale**2).sum(axis=1))


def heteroskedastic(fit: Fitted, *, is_jackknife: bool) -> Floats:
    """HC1, or HC3 for the jackknife: variances if rows differ in spread. Shape (k,)."""
    n = fit.basis.shape[0]
    free = 1 - (fit.basis**2).sum(axis=1)
    left_out = np.where(free > ALONE, 1 / np.where(free > ALONE, free, 1.0) ** 2, 0.0)
    weight = left_out if is_jackknife else np.full(n, n / fit.freedom)
    scores = (fit.basis * fit.residuals[:, None]) @ fit.unscale.T
    return np.asarray((scores**2 * weight[:, None]).sum(axis=0))


def clustered(fit: Fitted, clusters: Integers) -> Floats:
    """CR1: variances if rows of one cluster go together. Shape (k,).

    The factor is G / (G - 1) x (n - 1) / (n - k), the one of Stata and R's fixest; effects
    absorbed inside clusters count as the one constant that they hold.
    """
    n = fit.basis.shape[0]
    k = fit.basis.shape[1] + (1 if fit.n_absorbed else 0)
    scores = summed(fit.basis * fit.residuals[:, None], clusters) @ fit.unscale.T
    n_clusters = scores.shape[0]
    factor = n_clusters / (n_clusters - 1) * (n - 1) / (n - k)
    return np.asarray(factor * (scores**2).sum(axis=0))


def bias_reduced(
    fit: Fitted, clusters: Integers, *, is_jackknife: bool = False
) -> tuple[Floats, Floats]:
    """CR2 variances and their degrees of freedom, each of shape (k,); CR3 for the jackknife.

    CR2 is unbiased if rows are alike, and its freedom is the one that belongs to the leverage of
    the clusters rather than to their number. With every row a cluster of its own this is HC2.
    Where one cluster alone decides a coefficient (only one was trained, say) its own luck leaves
    no trace in the residuals: the variance is infinite and the freedom 0.

    References
    ----------
    Bell and McCaffrey (2002), Survey Methodology 28, 169-181. Imbens and Kolesar (2016), REStat
    98, 701-712. Pustejovsky and Tipton (2018), JBES 36, 672-683.
    """
    outer = fit.basis[:, :, None] * fit.basis[:, None, :]
    scores = summed(fit.basis * fit.residuals[:, None], clusters)
    return from_groups(summed(outer, clusters), scores, fit.unscale, is_jackknife=is_jackknife)


def from_groups(
    leverage: Floats, scores: Floats, unscale: Floats, *, is_jackknife: bool = False
) -> tuple[Floats, Floats]:
    """The same from ``leverage`` (G, k, k) and ``scores`` (G, k) of groups, in the basis."""
    share, directions = np.linalg.eigh(leverage)
    free = 1 - share
    inverse = np.where(free > ALONE, 1 / np.where(free > ALONE, free, 1.0), 0.0)
    enlarged = inverse if is_jackknife else np.sqrt(inverse)
    turned = np.einsum("gij,gi->gj", directions, scores) * enlarged
    corrected = np.einsum("gij,gj->gi", directions, turned) @ unscale.T
    within = np.einsum("gij,ci->gcj", directions, unscale)
    alone = _rests_on_one_group(within, free <= ALONE)
    own = (within**2 * (share * inverse)[:, None, :]).sum(axis=2)
    moved = np.einsum("gij,gcj->gci", directions, within * (share * np.sqrt(inverse))[:, None])
    variance, freedom = (corrected**2).sum(axis=0), _freedom(own, moved)
    return np.where(alone, np.inf, variance), np.where(alone, 0.0, freedom)


def half_widths(spread: Floats, freedom: Floats, confidence: float) -> Floats:
    """Half the length of t intervals; infinite where the spread is."""
    known = np.isfinite(spread)
    reach = special.stdtrit(np.where(known, freedom, 1.0), (1 + confidence) / 2)
    return np.asarray(np.where(known, reach * np.where(known, spread, 0.0), np.inf))


def _rests_on_one_group(within: Floats, decided: Flags) -> Flags:
    """Which coefficients lean on a direction that one group has to itself. Shape (k,).

    ``within`` (G, k, k) says how much coefficient c takes of direction j of group g, ``decided``
    (G, k) which directions a group has to itself.
    """
    share = np.where(decided[:, None, :], np.abs(within), 0.0).max(axis=(0, 2), initial=0.0)
    length = np.sqrt((within[0] ** 2).sum(axis=1))
    return np.asarray(share > RESTS_ON * length)


def _freedom(own: Floats, moved: Floats) -> Floats:
    """Satterthwaite's, from the eigenvalues of B = diag(own) - V V' without forming B."""
    trace = own.sum(axis=0) - (moved**2).sum(axis=(0, 2))
    crossed = np.einsum("gci,gcj->cij", moved, moved)
    square = (
        (own**2).sum(axis=0)
        - 2 * (own * (moved**2).sum(axis=2)).sum(axis=0)
        + (crossed**2).sum(axis=(1, 2))
    )
    return np.asarray(trace**2 / np.maximum(square, np.finfo(np.float64).tiny))


def summed(rows: Floats, groups: Integers) -> Floats:
    """The rows of each group added up. Shape (n_groups, ...)."""
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    return np.asarray(np.add.reduceat(rows[order], starts, axis=0))
