"""What a method accepts as numbers, checked once and refused by the name of the argument."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

LARGEST = 1e50  # products of four such numbers, many times over, still fit into floating point
FEWEST_DRAWS = 100  # with fewer, the ends of a 95 % interval rest on two or three drawings
SMALLEST = 1e-100  # a spread below it is none: its square would come to nothing


def matrix_of_numbers(values: ArrayLike, *, name: str) -> Floats:
    """Units by periods; NaN stands for a month that was not counted."""
    matrix = _numbers(values, name=name, kinds="fiub").astype(np.float64, copy=False)
    if matrix.ndim != 2:
        raise ValueError(
            f"{name} must have one row per unit and one column per period, got shape {matrix.shape}"
        )
    if not all_finite(matrix) and np.isinf(matrix).any():
        row, column = np.argwhere(np.isinf(matrix))[0]
        raise ValueError(
            f"{name} holds infinite values (first: row {row}, column {column}); "
            "leave those months empty"
        )
    return matrix


def vector_of_positions(values: ArrayLike, *, name: str, length: int) -> Integers:
    """One whole number per unit; -1 is the only negative one that has a meaning."""
    numbers = _numbers(values, name=name, kinds="iu")
    if numbers.size and int(numbers.max()) > np.iinfo(np.int64).max:
        raise ValueError(f"{name} holds {numbers.max()}; write -1 for never")
    vector = numbers.astype(np.int64)
    if vector.shape != (length,):
        raise ValueError(
            f"{name} must have one position per unit ({length}), got shape {vector.shape}"
        )
    if vector.size and vector.min() < -1:
        raise ValueError(f"{name} holds {vector.min()}; a position is 0 or more, or -1 for never")
    return vector


def positive_weights(values: ArrayLike, *, length: int) -> Floats:
    """How much each unit counts for: one finite number above nought per unit."""
    weights = _numbers(values, name="weights", kinds="fiu").astype(np.float64)
    if weights.shape != (length,):
        raise ValueError(f"weights must be one per unit ({length}), got shape {weights.shape}")
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights > 0)))
    if wrong.size:
        raise ValueError(
            f"weights must be finite and above nought, got {weights[wrong[0]]} in row {wrong[0]}; "
            "leave out units that count for nothing"
        )
    if weights.size and weights.max() < SMALLEST:
        raise ValueError(f"weights are at most {weights.max():g}; state them in a smaller unit")
    return weights


def all_finite(values: Floats) -> bool:
    """Whether no value is missing or infinite; the sum tells it without another array."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(values.sum()) or np.isfinite(values).all())


def share_between_0_and_1(value: float, *, name: str) -> float:
    """A number strictly between 0 and 1, such as the coverage of an interval."""
    if not (_is_number(value) and 0 < value < 1):
        raise ValueError(f"{name} must lie between 0 and 1, got {value!r}")
    return float(value)


def _numbers(values: ArrayLike, *, name: str, kinds: str) -> NDArray[np.generic]:
    refuse_masked(values, name=name)
    array = np.asarray(values)
    if array.size and array.dtype.kind not in kinds:
        wanted = "numbers" if "f" in kinds else "whole numbers"
        advice = "; write NaN for what is missing" if array.dtype.kind == "O" else ""
        raise ValueError(f"{name} must hold {wanted}, got {array.dtype}{advice}")
    if not array.size:
        return array.astype(np.float64 if "f" in kinds else np.int64)
    if array.dtype.kind == "f":
        within_reach(array, name=name)
    return array


def refuse_masked(values: object, *, name: str) -> None:
    """A masked array would be counted whole: becoming a plain one, it loses its mask."""
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        hidden = int(np.ma.getmaskarray(values).sum())
        raise ValueError(f"{name} hides {hidden} values behind a mask; write NaN in their place")


def within_reach(array: NDArray[np.generic], *, name: str) -> None:
    """Refuse finite numbers so large that their squares would not be numbers any more."""
    if not array.size:
        return
    for extreme in (np.fmax.reduce(array, axis=None), np.fmin.reduce(array, axis=None)):
        if np.isfinite(extreme) and abs(float(extreme)) > LARGEST:
            raise ValueError(
                f"{name} holds {extreme:.3g}; numbers beyond {LARGEST:.0e} cannot be worked with: "
                "check the export, or state them in a larger unit"
            )


def vector_of_numbers(values: ArrayLike, *, name: str, gaps: bool = False) -> Floats:
    """One finite number per thing; with ``gaps`` NaN may stand for one that is missing."""
    vector = _numbers(values, name=name, kinds="fiub").astype(np.float64, copy=False)
    if vector.ndim != 1:
        raise ValueError(f"{name} must be one row of numbers, got shape {vector.shape}")
    if all_finite(vector):
        return vector
    fails = np.isinf(vector) if gaps else ~np.isfinite(vector)
    if fails.any():
        first = int(np.flatnonzero(fails)[0])
        raise ValueError(
            f"{name} holds {fails.sum()} values that are not finite (first: position {first}); "
            "leave them out"
        )
    return vector


def finite_number(value: float, *, name: str, at_least: float | None = None) -> float:
    """A single finite number, not below ``at_least``."""
    if not (_is_number(value) and abs(value) < np.inf):
        raise ValueError(f"{name} must be a finite number, got {value!r}")
    if at_least is not None and value < at_least:
        raise ValueError(f"{name} must be at least {at_least}, got {value}")
    within_reach(np.asarray(value, dtype=np.float64), name=name)
    return float(value)


def whole_number(value: int, *, name: str, at_least: int = 0) -> int:
    """A single whole number, such as how many drawings to make."""
    is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not is_whole:
        raise ValueError(f"{name} must be a whole number, got {value!r}")
    if value < at_least:
        raise ValueError(f"{name} must be at least {at_least}, got {value}")
    return int(value)


def refuse_unless_generator(rng: object) -> None:
    """Chance is handed in, so that whoever asks again with the same seed is told the same.

    Checked even where a method may find that it need not draw: whether a wrong ``rng`` is refused
    must not depend on the data.
    """
    can_draw = isinstance(rng, np.random.Generator)
    if not can_draw:
        raise ValueError(
            f"rng must be a numpy.random.Generator, got {type(rng).__name__}; "
            "make one with numpy.random.default_rng(seed)"
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.integer | np.floating | np.bool_)
