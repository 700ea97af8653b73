"""The wrong choices of a question: does anybody take them, and is it the weak?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, refuse_masked

PEOPLE = 6  # two in each third


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Option:
    """One choice of one question.

    ``share`` of those who answered took it; ``by_third`` (3,) is that share among the weakest,
    middle and best third by the rest of the test; ``rest_correlation`` of taking it with the rest
    of the test should be positive for the key and negative for a distractor that does its work.
    NaN where nobody, or everybody, took it.
    """

    question: int
    label: str
    is_key: bool
    n_chosen: int
    share: float
    by_third: Floats
    rest_correlation: float


def distractor_statistics(*, chosen: ArrayLike, key: ArrayLike) -> tuple[Option, ...] | NoAnswer:
    """Say for every choice of every question how many took it and how able they were.

    Parameters
    ----------
    chosen
        Shape (n_people, n_items). Labels of the choices, such as "A"; an empty label stands for
        no choice and counts as wrong, None for a question that was not presented.
    key
        Shape (n_items,). The right label of each question.

    Returns
    -------
    tuple of Option
        In the order of questions and labels; method ``distractor_statistics/1``.
    NoAnswer
        If there are fewer than two questions, or fewer than six people, two for each third, or a
        question that nobody saw.

    Raises
    ------
    ValueError
        If ``chosen`` is not two-dimensional, ``key`` has not one label per question, or nobody
        chose any label of the key, which is then written otherwise.

    References
    ----------
    Haladyna and Downing (1993), Educational and Psychological Measurement 53, 999-1010.
    """
    table, keys = _labels(chosen, name="chosen"), _labels(key, name="key")
    if table.ndim != 2:
        raise ValueError(
            f"chosen must have one row per person and one column per question, "
            f"got shape {table.shape}"
        )
    if keys.shape != (table.shape[1],):
        raise ValueError(
            f"key must have one label per question ({table.shape[1]}), got shape {keys.shape}"
        )
    if table.shape[1] < 2:
        return NoAnswer(why=Silence.TOO_FEW_ITEMS, needed=2, found=table.shape[1])
    seen = np.array([label is not None for label in table.flat], bool).reshape(table.shape)
    for needed, found in ((PEOPLE, len(table)), (1, int(seen.sum(axis=0).min(initial=PEOPLE)))):
        if found < needed:
            return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=needed, found=found)
    right = np.asarray(table == keys).astype(bool) & seen
    _refuse_other_writing(table, keys, right)
    return tuple(
        option
        for question in range(keys.size)
        for option in _options(table, right, seen, question, keys[question])
    )


def _labels(given: ArrayLike, *, name: str) -> np.ndarray:
    """Labels as texts, None where one is missing; 2 and 2.0 are the same label."""
    refuse_masked(given, name=name)
    table = np.asarray(given, dtype=object)
    labels = np.empty(table.shape, dtype=object)
    for place, label in np.ndenumerate(table):
        labels[place] = _text(label)
    return labels


def _text(label: object) -> str | None:
    if label is None or str(label) in {"nan", "<NA>", "NaT"}:
        return None
    if isinstance(label, float | np.floating) and float(label).is_integer():
        return str(int(label))
    return str(label)


def _refuse_other_writing(table: np.ndarray, keys: np.ndarray, right: Flags) -> None:
    missing = [question for question, label in enumerate(keys) if label is None]
    if missing:
        raise ValueError(f"key is missing for question {missing[0]}; every question needs one")
    if not right.any():
        found = sorted({label for label in table.flat if label})[:4]
        raise ValueError(
            f"key holds {keys[0]!r}, but nobody chose any label of the key (chosen holds {found}); "
            "write both alike"
        )


def _options(
    table: np.ndarray, right: np.ndarray, seen: np.ndarray, question: int, key: str
) -> list[Option]:
    mine = seen[:, question]
    others = np.delete(right, question, axis=1)[mine].sum(axis=1)
    presented = np.delete(seen, question, axis=1)[mine].sum(axis=1)
    rest = others / np.maximum(presented, 1)
    labels = table[mine, question]
    return [
        _option(labels == label, rest, question=question, label=label, is_key=label == key)
        for label in sorted({*labels, key})
    ]


def _option(took: Flags, rest: Floats, *, question: int, label: str, is_key: bool) -> Option:
    varies = 0 < took.sum() < took.size and np.ptp(rest) > 0
    return Option(
        question=question,
        label=label,
        is_key=is_key,
        n_chosen=int(took.sum()),
        share=float(took.mean()),
        by_third=_by_third(took, rest),
        rest_correlation=float(np.corrcoef(took, rest)[0, 1]) if varies else np.nan,
    )


def _by_third(took: Flags, rest: Floats) -> Floats:
    """Shares among the weakest, middle and best third; equals share the places at a border."""
    ranked = np.sort(rest)
    first, after = np.searchsorted(ranked, rest, "left"), np.searchsorted(ranked, rest, "right")
    edges = np.linspace(0, rest.size, 4)
    inside = np.minimum(after[:, None], edges[1:]) - np.maximum(first[:, None], edges[:-1])
    weights = np.clip(inside, 0, None) / (after - first)[:, None]
    return np.asarray(took @ weights / weights.sum(axis=0))
