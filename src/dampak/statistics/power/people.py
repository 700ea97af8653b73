"""Before and after of people: how large a gain could be found, how many people would it take?"""

import math
from dataclasses import dataclass
from typing import Literal

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import SMALLEST, finite_number, whole_number
from dampak.statistics.power.goal import USUAL, Goal, errors_to_find

Comparing = Literal["paired", "gains", "ancova"]
MOST_PEOPLE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How scores vary: ``spread`` is their standard deviation, ``correlation`` (above -1, below 1)
    that of a person's score before with the score after. People of one class resemble one another:
    ``class_share`` (0 to below 1) of the variance of what is compared is between classes of
    ``class_size`` people."""

    spread: float
    correlation: float
    class_size: float = 1.0
    class_share: float = 0.0

    def __post_init__(self) -> None:
        if finite_number(self.spread, name="spread") < SMALLEST:
            raise ValueError(f"spread must be above 0, got {self.spread}")
        for name in ("correlation", "class_size", "class_share"):
            finite_number(getattr(self, name), name=name)
        if not -1 < self.correlation < 1:
            raise ValueError(f"correlation must lie between -1 and 1, got {self.correlation}")
        if not (self.class_size >= 1 and 0 <= self.class_share < 1):
            raise ValueError(
                "class_size must be at least 1 and class_share between 0 and 1, "
                f"got {self.class_size}, {self.class_share}"
            )

    @property
    def inflation(self) -> float:
        """How much more the mean of a class varies than that of as many strangers."""
        return 1 + (self.class_size - 1) * self.class_share


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDetectable:
    """An effect of ``value`` (in the unit of the score) is found with chance ``power``."""

    value: float
    standard_error: float
    freedom: float
    power: float
    confidence: float
    n_trained: int
    n_comparison: int
    method: str


def smallest_detectable_gain(
    *,
    scores: Scores,
    n_trained: int,
    n_comparison: int = 0,
    comparing: Comparing = "paired",
    goal: Goal = USUAL,
) -> PeopleDetectable | NoAnswer:
    """The smallest gain that a test before and after would find as often as asked.

    Parameters
    ----------
    scores
        Spread, correlation and classes, from an earlier test.
    n_trained, n_comparison
        People with both scores.
    comparing
        ``"paired"``: the gain of the trained alone. ``"gains"``: against the gain of the
        comparison. ``"ancova"``: scores after, adjusted for scores before.
    goal
        Power and confidence.

    Returns
    -------
    PeopleDetectable
        ``detectable_<comparing>/1``. With classes the degrees of freedom count classes.
    NoAnswer
        With too few people or classes to know their spread.

    Raises
    ------
    ValueError
        If a number is out of its range or ``comparing`` is not offered.

    References
    ----------
    Borm, Fransen and Lemmens (2007), Journal of Clinical Epidemiology 60, 1234-1238: ANCOVA.
    Bloom (1995), Evaluation Review 19, 547-556. Donner and Klar (2000): classes.
    """
    if comparing not in {"paired", "gains", "ancova"}:
        raise ValueError(f"comparing must be 'paired', 'gains' or 'ancova', got {comparing!r}")
    n_trained = whole_number(n_trained, name="n_trained")
    n_comparison = whole_number(n_comparison, name="n_comparison")
    if comparing == "paired":
        n_comparison = 0
    freedom = _freedom(scores, n_trained, n_comparison, comparing)
    if refusal := _too_few(scores, (n_trained, n_comparison), comparing, freedom):
        return refusal
    error = math.sqrt(_variance(scores, n_trained, n_comparison, comparing))
    return PeopleDetectable(
        value=error * errors_to_find(goal, freedom=freedom),
        standard_error=error,
        freedom=freedom,
        power=goal.power,
        confidence=goal.confidence,
        n_trained=n_trained,
        n_comparison=n_comparison,
        method=f"detectable_{comparing}/1",
    )


def people_needed(
    *,
    scores: Scores,
    effect: float,
    comparison_per_trained: float = 1.0,
    comparing: Comparing = "paired",
    goal: Goal = USUAL,
) -> PeopleDetectable | NoAnswer:
    """The fewest people that find an effect as often as asked.

    ``comparison_per_trained`` people are compared with each one trained (rounded up; not used by
    ``"paired"``); the other arguments are those of `smallest_detectable_gain`, and so is the
    answer. More than a million people are not looked for: the answer is then `NoAnswer`.
    """
    if finite_number(effect, name="effect") == 0:
        raise ValueError("effect must be a finite number other than 0, got 0")
    if finite_number(comparison_per_trained, name="comparison_per_trained") <= 0:
        raise ValueError(f"comparison_per_trained must be above 0, got {comparison_per_trained}")

    def plan(n_trained: int) -> PeopleDetectable | NoAnswer:
        return smallest_detectable_gain(
            scores=scores,
            n_trained=n_trained,
            n_comparison=math.ceil(comparison_per_trained * n_trained - 1e-9),
            comparing=comparing,
            goal=goal,
        )

    def is_enough(found: PeopleDetectable | NoAnswer) -> bool:
        return isinstance(found, PeopleDetectable) and found.value <= abs(effect)

    below, enough = 0, 2
    while not is_enough(plan(enough)):
        if enough > MOST_PEOPLE:
            return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=enough, found=MOST_PEOPLE)
        below, enough = enough, 2 * enough
    while enough - below > 1:
        middle = (below + enough) // 2
        below, enough = (below, middle) if is_enough(plan(middle)) else (middle, enough)
    return plan(enough)


def _freedom(scores: Scores, n_trained: int, n_comparison: int, comparing: Comparing) -> float:
    classes = (n_trained + n_comparison) / (scores.class_size if scores.class_share else 1.0)
    return classes - {"paired": 1, "gains": 2, "ancova": 3}[comparing]


def _variance(scores: Scores, n_trained: int, n_comparison: int, comparing: Comparing) -> float:
    one = scores.spread**2 * scores.inflation
    if comparing == "paired":
        return one * 2 * (1 - scores.correlation) / n_trained
    both = 1 / n_trained + 1 / n_comparison
    if comparing == "gains":
        return one * 2 * (1 - scores.correlation) * both
    # the groups differ by chance before: on average that costs one part in N - 4
    chance = 1 + 1 / (n_trained + n_comparison - 4)
    return one * (1 - scores.correlation**2) * both * chance


def _too_few(
    scores: Scores, people: tuple[int, int], comparing: Comparing, freedom: float
) -> NoAnswer | None:
    if people[0] < 2:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=2, found=people[0])
    if comparing != "paired" and people[1] < 2:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=2, found=people[1])
    if comparing == "ancova" and sum(people) < 6:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=6, found=sum(people))
    if freedom < 1:
        needed = math.ceil((1 - freedom) * scores.class_size) + sum(people)
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=needed, found=sum(people))
    return None
