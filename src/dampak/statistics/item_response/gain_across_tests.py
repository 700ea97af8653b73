"""How much people gained when the second test was another one with some of the same questions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats, Integers, share_between_0_and_1
from dampak.statistics.item_analysis.score_linking import COMMON_ITEMS, common_positions
from dampak.statistics.item_analysis.tables import right_or_wrong
from dampak.statistics.item_response.abilities import warm
from dampak.statistics.item_response.rasch import RaschItems, rasch_items
from dampak.statistics.learning.least_squares import coefficient
from dampak.statistics.learning.scores import class_numbers

ROUNDING = 1e-12  # logits; everybody then gained the same, and nothing shows the doubt


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GainAcrossTests:
    """A gain in logits on the scale of the first test, and where its doubt comes from.

    ``gain.standard_error`` is the root of the squares of the three errors. ``drift`` (n_common,) is
    how much harder each common question was the second time than the others say.
    """

    gain: Measurement
    people_error: float
    difficulty_error: float
    linking_error: float
    spread_before: float
    drift: Floats


def gain_across_tests(
    *,
    before: ArrayLike,
    after: ArrayLike,
    common: ArrayLike,
    classes: ArrayLike | None = None,
    confidence: float = 0.95,
) -> GainAcrossTests | NoAnswer:
    """Put the tests before and after on one scale by their common questions, then compare people.

    Parameters
    ----------
    before, after
        Shapes (n_people, n_items) and (n_people, m_items), the same people in the same order. 1
        right, 0 wrong, NaN not presented; a row of NaN for who was absent.
    common
        Shape (n_common, 2). Positions of the common questions in the first and second test.
    classes
        Shape (n_people,). Who learned together; the class is then the piece of evidence.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    GainAcrossTests
        ``gain.value`` in logits: of 1 logit, a question that half could do can now be done by 73 %.
        Divide by ``spread_before``, the standard deviation of abilities before freed of
        measurement error, to compare with effect sizes. Method ``gain_across_tests/1``: conditional
        likelihood at each time, mean shift of the common difficulties, Warm's abilities.
    NoAnswer
        If fewer than five common questions have a place both times, or fewer than two people (or
        classes) took both tests, if all gained exactly the same, or as in `rasch_items`.

    Raises
    ------
    ValueError
        If an answer is not 0, 1 or NaN, the people are not as many both times, or ``common`` is
        not pairs of positions within the tests without repetition.

    Notes
    -----
    Rests on the Rasch model both times, and on the common questions not having been practised:
    what they became easier by themselves is taken for ability.

    References
    ----------
    Fischer (1981), Psychometrika 46, 59-77. Warm (1989), Psychometrika 54, 427-450. Monseur and
    Berezner (2007), Journal of Applied Measurement 8, 323-335: linking error.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    tables = [right_or_wrong(before, name="before"), right_or_wrong(after, name="after")]
    if tables[1].shape[0] != tables[0].shape[0]:
        raise ValueError(
            f"after must have a row for each of {tables[0].shape[0]} people, "
            f"got {tables[1].shape[0]}"
        )
    groups = class_numbers(classes, length=tables[0].shape[0])
    pairs = common_positions(common, tables[0].shape[1], tables[1].shape[1])
    if len(pairs) < COMMON_ITEMS:
        return NoAnswer(why=Silence.NO_COMMON_ITEMS, needed=COMMON_ITEMS, found=len(pairs))
    first, second = rasch_items(answers=tables[0]), rasch_items(answers=tables[1])
    if isinstance(first, NoAnswer):
        return first
    if isinstance(second, NoAnswer):
        return second
    pairs = pairs[first.is_placed[pairs[:, 0]] & second.is_placed[pairs[:, 1]]]
    if len(pairs) < COMMON_ITEMS:
        return NoAnswer(why=Silence.NO_COMMON_ITEMS, needed=COMMON_ITEMS, found=len(pairs))
    return _gained(tables, (first, second), pairs, groups, confidence)


def _gained(
    tables: list[Floats],
    items: tuple[RaschItems, RaschItems],
    pairs: Integers,
    classes: Integers,
    confidence: float,
) -> GainAcrossTests | NoAnswer:
    placed = [table[:, item.is_placed] for table, item in zip(tables, items, strict=True)]
    both = np.all([np.isfinite(table).any(axis=1) for table in placed], axis=0)
    numbered = np.unique(classes[both], return_inverse=True)[1]
    if both.sum() < 2 or numbered.max() == 0:
        why = Silence.TOO_FEW_PEOPLE if both.sum() < 2 else Silence.TOO_FEW_GROUPS
        return NoAnswer(why=why, needed=2, found=min(int(both.sum()), 1))
    people = [_people(part[both], item) for part, item in zip(placed, items, strict=True)]
    places = [item.difficulties[pairs[:, side]] for side, item in enumerate(items)]
    apart = places[0] - places[1]
    gains = people[1][0] - people[0][0] + apart.mean()
    mean = coefficient(gains, np.ones((gains.size, 1)), np.ones(1), numbered)
    if mean.standard_error <= ROUNDING:
        return NoAnswer(why=Silence.EXACT_FIT)
    difficulty, linking, shared = _errors_of_questions(items, people, pairs, apart)
    total = mean.standard_error**2 + difficulty + linking
    # what rests on the common questions is known no better than from as many of them
    parts = np.array([mean.standard_error**2, shared + linking])
    freedoms = np.array([mean.freedom, len(pairs) - 1])
    freedom = max(total**2 / float((parts**2 / freedoms).sum()), float(freedoms.min()))
    half = np.sqrt(total) * special.stdtrit(freedom, (1 + confidence) / 2)
    true = people[0][0].var(ddof=1) - (people[0][1] ** 2).mean()
    return GainAcrossTests(
        gain=Measurement(
            value=mean.value,
            low=float(mean.value - half),
            high=float(mean.value + half),
            confidence=confidence,
            n=gains.size,
            method="gain_across_tests/1",
            standard_error=float(np.sqrt(total)),
        ),
        people_error=mean.standard_error,
        difficulty_error=float(np.sqrt(difficulty)),
        linking_error=float(np.sqrt(linking)),
        spread_before=float(np.sqrt(max(true, 0.0))),
        drift=apart.mean() - apart,
    )


def _people(part: Floats, items: RaschItems) -> tuple[Floats, Floats, Floats]:
    """Abilities, their errors, and by how much each difficulty moves the mean of the abilities."""
    difficulties = items.difficulties[items.is_placed]
    ability, error = warm(part, np.ones(difficulties.size), difficulties)
    chance = special.expit(ability[:, None] - difficulties)
    spread = np.where(np.isfinite(part), chance * (1 - chance), 0.0)
    moved = np.zeros(items.is_placed.size)
    moved[items.is_placed] = (spread / spread.sum(axis=1, keepdims=True)).mean(axis=0)
    return ability, error, moved


def _errors_of_questions(
    items: tuple[RaschItems, RaschItems],
    people: list[tuple[Floats, Floats, Floats]],
    pairs: Integers,
    apart: Floats,
) -> tuple[float, float, float]:
    """Variances of the mean gain: from the difficulties, from the choice of common questions.

    The third is the part of the first that differs from common question to common question.
    """
    n, variance = len(pairs), 0.0
    noise = np.zeros((n, n))
    for side, (item, person) in enumerate(zip(items, people, strict=True)):
        leaning = -person[2]
        leaning[pairs[:, side]] += 1 / n
        covariance = np.nan_to_num(item.covariance)
        variance += float(leaning @ covariance @ leaning)
        noise += covariance[np.ix_(pairs[:, side], pairs[:, side])]
    expected = float((np.trace(noise) - noise.sum() / n) / (n - 1))
    return variance, max(float(apart.var(ddof=1)) - expected, 0.0) / n, expected / n
