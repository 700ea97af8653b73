"""Is a question harder for one group than for equally able people of another? Mantel-Haenszel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, share_between_0_and_1, vector_of_numbers
from dampak.statistics.item_analysis.tables import right_or_wrong, too_small

PEOPLE_A_GROUP = 20
ITEMS = 5  # fewer do not match people by ability
ETS = -2.35  # log odds to the scale of the Educational Testing Service
ROUNDS = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DifferentialItems:
    """One entry per question, shape (n_items,).

    ``delta`` is ETS's: 0 where equally able people of both groups do equally well, negative where
    the focal group does worse, with its interval ``low`` to ``high``. ``adjusted_p`` is Benjamini
    and Hochberg's over the questions. ``ets_class``: A negligible, B moderate, C large.
    ``is_matching`` says which questions made up the score by which people were matched. NaN and
    an empty class where no score had both groups and both answers. Where equally able people of one
    group were always right, or of the other always wrong, ``delta`` and its error are infinite, and
    chi-squared alone decides between class A and C.
    """

    delta: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    chi_squared: Floats
    p_value: Floats
    adjusted_p: Floats
    ets_class: tuple[str, ...]
    is_matching: Flags
    n_reference: int
    n_focal: int
    confidence: float
    method: str


def mantel_haenszel_items(
    *, answers: ArrayLike, is_focal: ArrayLike, purified: bool = True, confidence: float = 0.95
) -> DifferentialItems | NoAnswer:
    """Compare the odds of a right answer between two groups at equal scores, question by question.

    Parameters
    ----------
    answers
        Shape (n_people, n_items). 1 right, 0 wrong, NaN not presented. Only people with all
        questions are counted.
    is_focal
        Shape (n_people,). 1 for the group that might be disadvantaged, 0 for the reference.
    purified
        Leave questions of class B and C out of the score by which people are matched, and look
        again, until the same ones are left out.
    confidence
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    DifferentialItems
        Method ``mantel_haenszel_items/1``: errors by Robins, Breslow and Greenland; chi-squared
        with the continuity correction; the studied question always counts in its own score.
    NoAnswer
        If there are fewer than five questions, a group has fewer than 20 people, or equally able
        people never answer differently.

    Raises
    ------
    ValueError
        If an answer is not 0, 1 or NaN, or ``is_focal`` not 0 or 1 for each person.

    Notes
    -----
    A question that behaves differently is not yet unfair: look at what it asks.

    References
    ----------
    Holland and Thayer (1988), in Wainer and Braun, Test Validity, 129-145. Robins, Breslow and
    Greenland (1986), Biometrics 42, 311-323. Zwick (2012), ETS RR-12-08: the classes.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    table = right_or_wrong(answers)
    focal = _groups(is_focal, length=table.shape[0])
    kept = np.isfinite(table).all(axis=1)
    table, focal = table[kept], focal[kept]
    if refusal := too_small(table, people=2 * PEOPLE_A_GROUP, items=ITEMS) or _small_group(focal):
        return refusal
    is_matching = np.ones(table.shape[1], dtype=bool)
    found = _compared(table, focal, is_matching, confidence)
    for _ in range(ROUNDS if purified else 0):
        clean = np.array([label in {"A", ""} for label in found.ets_class])
        if (clean == is_matching).all() or clean.sum() < ITEMS:
            break
        is_matching = clean
        found = _compared(table, focal, is_matching, confidence)
    return found if any(found.ets_class) else NoAnswer(why=Silence.NO_SPREAD)


def _groups(is_focal: ArrayLike, *, length: int) -> Flags:
    groups = vector_of_numbers(is_focal, name="is_focal")
    if groups.shape != (length,) or not np.isin(groups, (0, 1)).all():
        raise ValueError(f"is_focal must hold 1 or 0 for each of {length} people")
    return np.asarray(groups == 1)


def _small_group(focal: Flags) -> NoAnswer | None:
    smallest = int(min(focal.sum(), (~focal).sum()))
    if smallest < PEOPLE_A_GROUP:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=PEOPLE_A_GROUP, found=smallest)
    return None


def _compared(
    table: Floats, focal: Flags, is_matching: Flags, confidence: float
) -> DifferentialItems:
    rest = table[:, is_matching].sum(axis=1)
    odds = [
        _log_odds(table[:, j], rest + (0 if is_matching[j] else table[:, j]), focal)
        for j in range(table.shape[1])
    ]
    log_odds, errors, chi = np.array(odds).T
    delta, spread = ETS * log_odds, -ETS * errors
    p_value = special.chdtrc(1, chi)
    z, finite = special.ndtri((1 + confidence) / 2), np.where(np.isinf(spread), 0.0, spread)
    return DifferentialItems(
        delta=delta,
        standard_error=spread,
        low=np.where(np.isinf(spread), -np.inf, delta - z * finite),
        high=np.where(np.isinf(spread), np.inf, delta + z * finite),
        chi_squared=chi,
        p_value=p_value,
        adjusted_p=adjusted(p_value),
        ets_class=tuple(_ets_class(*item) for item in zip(delta, spread, p_value, strict=True)),
        is_matching=is_matching,
        n_reference=int((~focal).sum()),
        n_focal=int(focal.sum()),
        confidence=confidence,
        method="mantel_haenszel_items/1",
    )


def adjusted(p_values: Floats) -> Floats:
    """Benjamini and Hochberg's p values; those that are NaN stay so and do not count."""
    known = np.isfinite(p_values)
    result = np.full(p_values.shape, np.nan)
    if known.any():
        result[known] = stats.false_discovery_control(p_values[known])
    return result


def _log_odds(answer: Floats, score: Floats, focal: Flags) -> tuple[float, float, float]:
    """The common log odds ratio of reference to focal, its error, and the chi-squared."""
    stratum = score.astype(np.int64)
    right = answer == 1
    a, b, c, d = (
        np.bincount(stratum[group], minlength=int(stratum.max()) + 1).astype(float)
        for group in (~focal & right, ~focal & ~right, focal & right, focal & ~right)
    )
    n = a + b + c + d
    informative = ((a + b) * (c + d) > 0) & ((a + c) * (b + d) > 0)
    a, b, c, d, n = (cell[informative] for cell in (a, b, c, d, n))
    if not n.size:
        return np.nan, np.nan, np.nan
    r, s = a * d / n, b * c / n
    chi_squared = _chi_squared(a, b, c, d)
    if r.sum() == 0 or s.sum() == 0:
        return (np.inf if r.sum() else -np.inf), np.inf, chi_squared
    p, q = (a + d) / n, (b + c) / n
    variance = (p * r).sum() / (2 * r.sum() ** 2) + (q * s).sum() / (2 * s.sum() ** 2)
    variance += (p * s + q * r).sum() / (2 * r.sum() * s.sum())
    return float(np.log(r.sum() / s.sum())), float(np.sqrt(variance)), chi_squared


def _chi_squared(a: Floats, b: Floats, c: Floats, d: Floats) -> float:
    n = a + b + c + d
    expected = (a + b) * (a + c) / n
    spread = (a + b) * (c + d) * (a + c) * (b + d) / (n**2 * np.maximum(n - 1, 1))
    off = max(abs((a - expected).sum()) - 0.5, 0.0)
    return float(off**2 / spread.sum())


def _ets_class(delta: float, error: float, p_value: float) -> str:
    if np.isnan(delta):
        return ""
    if abs(delta) < 1 or p_value > 0.05:
        return "A"
    if np.isinf(delta):
        return "C"
    is_surely_above_1 = (abs(delta) - 1) / error > special.ndtri(0.95)
    return "C" if abs(delta) >= 1.5 and is_surely_above_1 else "B"
