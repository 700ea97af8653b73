"""Does each question behave as the Rasch model says? Infit and outfit, given the number right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats
from dampak.statistics.item_analysis.differential import adjusted
from dampak.statistics.item_analysis.tables import right_or_wrong
from dampak.statistics.item_response.rasch import RaschItems, rasch_items
from dampak.statistics.item_response.symmetric_functions import given_the_score, scores_of

ITEMS = 3
ROUNDING = 1e-7  # where every chance is one half, squared surprises cannot differ from expected


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemFit:
    """One entry per question, shape (n_items,); NaN for questions without a place.

    ``infit`` and ``outfit`` are 1 where a question is as sharp as the model says, above 1 where
    answers are more haphazard, below 1 where they are more predictable; ``outfit`` gives weight to
    surprises far from the question's difficulty. ``infit_z`` is its distance from 1 in standard
    errors, ``p_value`` two-sided, ``adjusted_p`` Benjamini and Hochberg's over the questions.
    """

    infit: Floats
    outfit: Floats
    infit_z: Floats
    p_value: Floats
    adjusted_p: Floats
    items: RaschItems
    method: str


def item_fit(*, answers: ArrayLike) -> ItemFit | NoAnswer:
    """Compare each question's answers with those expected at the same number right.

    Parameters
    ----------
    answers
        Shape (n_people, n_items). 1 right, 0 wrong, NaN not presented.

    Returns
    -------
    ItemFit
        Conditional fit: expected answers and their variance are those given the number right, so
        that the mean square is 1 under the model. Programs that plug in estimated abilities find
        values a little lower, the more so the fewer the questions. Method ``conditional_fit/1``.
    NoAnswer
        As in `rasch_items`; also if fewer than three questions have a place: of two, one tells the
        other, and both fit whatever was answered.

    Raises
    ------
    ValueError
        As in `rasch_items`.

    References
    ----------
    Wright and Masters (1982), Rating Scale Analysis, 99-105. Christensen and Kreiner (2013), in
    Christensen, Kreiner and Mesbah, Rasch Models in Health, 83-104. Mueller (2020), Journal of
    Statistical Distributions and Applications 7, 5.
    """
    items = rasch_items(answers=answers)
    if isinstance(items, NoAnswer):
        return items
    if (n_placed := int(items.is_placed.sum())) < ITEMS:
        return NoAnswer(why=Silence.TOO_FEW_ITEMS, needed=ITEMS, found=n_placed)
    part = right_or_wrong(answers)[:, items.is_placed]
    right, seen = np.nansum(part, axis=1), np.isfinite(part)
    part = part[(right > 0) & (right < seen.sum(axis=1))]
    squares, spread = _squares(part, items.difficulties[items.is_placed])
    infit = np.nansum(squares, axis=0) / spread.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        outfit = np.nanmean(np.where(spread > 0, squares / spread, np.nan), axis=0)
    variance = (spread * (1 - 4 * spread)).sum(axis=0)
    error = np.sqrt(np.maximum(variance, 0.0)) / spread.sum(axis=0)
    telling = error > ROUNDING
    z = np.where(telling, (infit - 1) / np.where(telling, error, 1.0), np.nan)
    p_value = 2 * special.ndtr(-np.abs(z))
    named = (infit, outfit, z, p_value, adjusted(p_value))
    full = [_placed(values, items) for values in named]
    return ItemFit(
        infit=full[0],
        outfit=full[1],
        infit_z=full[2],
        p_value=full[3],
        adjusted_p=full[4],
        items=items,
        method="conditional_fit/1",
    )


def _squares(part: Floats, difficulties: Floats) -> tuple[Floats, Floats]:
    """Squared surprises (NaN not presented) and their expectations (0 not presented)."""
    scores = scores_of(part)
    chances = given_the_score(difficulties, scores).chances[scores.group]
    return (part - chances) ** 2, np.where(np.isfinite(part), chances * (1 - chances), 0.0)


def _placed(values: Floats, items: RaschItems) -> Floats:
    full = np.full(items.is_placed.size, np.nan)
    full[items.is_placed] = values
    return full
