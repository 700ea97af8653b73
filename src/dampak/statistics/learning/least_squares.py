"""Least squares for people who learned in classes: a coefficient, its error, its freedom.

Everybody who sat in the same class shares a teacher and a day. The error therefore comes from whole
classes, corrected for the fit having followed them (CR2), and its degrees of freedom are those of
Bell and McCaffrey, which fall when few classes carry the number. With classes of one person and
only a constant this is the textbook's t interval, exactly.

References
----------
Bell and McCaffrey (2002), Survey Methodology 28, 169-181. Pustejovsky and Tipton (2018), Journal of
Business and Economic Statistics 36, 672-683. Imbens and Kolesar (2016), Review of Economics and
Statistics 98, 701-712.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from dampak.statistics.arrays import Floats, Integers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coefficient:
    """A weighted sum of the coefficients, in the unit of the outcome.

    ``freedom`` is 0 where the classes say nothing about its error.
    """

    value: float
    standard_error: float
    freedom: float

    def interval(self, confidence: float) -> tuple[float, float]:
        half_width = special.stdtrit(self.freedom, (1 + confidence) / 2) * self.standard_error
        return float(self.value - half_width), float(self.value + half_width)


def fitted(outcome: Floats, design: Floats) -> Floats:
    """The coefficients of least squares, shape (k,)."""
    return np.asarray(np.linalg.lstsq(design, outcome, rcond=None)[0])


def is_separable(design: Floats, *, dust: float = 1e-10) -> bool:
    """Whether no column of the design can be made of the others."""
    length = np.sqrt((design**2).sum(axis=0))
    if not (length > 0).all():
        return False
    singular = np.linalg.svd(design / length, compute_uv=False)
    return bool(singular[-1] > dust * singular[0])


def coefficient(
    outcome: Floats, design: Floats, contrast: Floats, classes: Integers
) -> Coefficient:
    """One weighted sum of coefficients with the error that classes leave.

    ``outcome`` (n,), ``design`` (n, k) of full rank, ``contrast`` (k,), ``classes`` (n,) from 0 up.
    """
    scale = np.sqrt((design**2).sum(axis=0))
    x, c = design / scale, contrast / scale
    root = np.linalg.inv(np.linalg.qr(x, mode="r"))  # x'x inverse is root root'
    beta = fitted(outcome, x)
    residual = outcome - x @ beta
    leaning = x @ (root @ (root.T @ c))
    corrected = _corrected(leaning, x @ root, classes)
    per_class = np.bincount(classes, weights=corrected * residual)
    return Coefficient(
        value=float(c @ beta),
        standard_error=float(np.sqrt((per_class**2).sum())),
        freedom=_freedom(corrected, x @ root, classes),
    )


def _corrected(leaning: Floats, z: Floats, classes: Integers) -> Floats:
    """Each class's leaning times the root of the inverse of its part of I - H."""
    sizes = np.bincount(classes)
    alone = sizes[classes] == 1
    kept = np.sqrt(np.maximum(1.0 - (z**2).sum(axis=1), 1e-12))
    result = np.where(alone, leaning / kept, leaning)
    order = np.argsort(classes, kind="stable")
    for members in np.split(order, np.cumsum(sizes)[:-1]):
        if members.size > 1:
            result[members] = _root_of_class(z[members]) @ leaning[members]
    return result


class _RootOfClass:
    """(I - Z Z')^(-1/2) of one class, applied without forming an n by n matrix."""

    def __init__(self, z: Floats) -> None:
        left, singular, _ = np.linalg.svd(z, full_matrices=False)
        kept = 1.0 - singular**2
        self.left = left
        # a direction the fit followed wholly says nothing about the error: it is dropped
        self.stretch = np.where(kept > 1e-10, 1 / np.sqrt(np.maximum(kept, 1e-10)), 0.0) - 1.0

    def __matmul__(self, vector: Floats) -> Floats:
        return np.asarray(vector + self.left @ (self.stretch * (self.left.T @ vector)))


def _root_of_class(z: Floats) -> _RootOfClass:
    return _RootOfClass(z)


def _freedom(corrected: Floats, z: Floats, classes: Integers) -> float:
    """Satterthwaite's: the trace squared over the trace of the square, never an n by n matrix."""
    own = np.bincount(classes, weights=corrected**2)
    through = np.column_stack([np.bincount(classes, weights=corrected * column) for column in z.T])
    shared = (through**2).sum(axis=1)
    trace = (own - shared).sum()
    square = ((own - shared) ** 2 - shared**2).sum() + ((through.T @ through) ** 2).sum()
    return float(trace**2 / square) if square > 0 else 0.0
