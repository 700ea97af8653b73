"""Who judges mildly and who strictly? Many-facet Rasch, without assuming anything of merit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, Integers, share_between_0_and_1
from dampak.statistics.raters.conditional_likelihood import Facets, summing_to_nought
from dampak.statistics.raters.connected import groups_that_never_meet
from dampak.statistics.raters.judgements import Judgements, judgements_of
from dampak.statistics.raters.merits import Difficulty, fair_scores_of, merits_of

FARTHEST = 15.0  # logits; beyond that nothing holds a severity back, and it runs off
FEWEST_PEOPLE = 10
ROUNDING = 1e-20  # squared logits; less than that between people is none
MOST_VALUES = 20  # each is a threshold to be found; beyond, it takes minutes and tells nothing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RaterLeniency:
    """How severe each rater is, in logits: above 0 stricter than the average, below 0 milder.

    ``severities``, ``low``, ``high``, ``standard_errors`` and ``n_judgements`` have shape
    (n_raters,), ``difficulties`` (n_items,), ``thresholds`` (n_values - 1,); each of the three
    sums to nought. ``points`` says the same on the scale itself: how much more, or less, than the
    average rater this one gives to the same people and items. ``fair_scores`` (n_people,) are what
    each person would get from the average rater, on the ``scale`` seen; NaN for a position that
    nobody judged. ``p_all_alike`` is the chance of differences as large as these if all raters
    were equally severe.
    """

    severities: Floats
    low: Floats
    high: Floats
    standard_errors: Floats
    points: Floats
    n_judgements: Integers
    difficulties: Floats
    thresholds: Floats
    scale: Floats
    fair_scores: Floats
    p_all_alike: float
    confidence: float
    n: int
    method: str = "many_facet_rasch/1"


def rater_leniency(
    *,
    scores: ArrayLike,
    people: ArrayLike,
    raters: ArrayLike,
    items: ArrayLike,
    confidence: float = 0.95,
) -> RaterLeniency | NoAnswer:
    """Tell strict raters from mild ones by the people whom several raters judged.

    Parameters
    ----------
    scores
        Shape (n_judgements,), such as 1 to 4; NaN where no judgement was made. Only the order of
        the values counts, and a value nobody gave is not a step of the scale.
    people, raters, items
        Shape (n_judgements,), positions from 0: who was judged, by whom, on which question.
    confidence
        Coverage of each interval, strictly between 0 and 1.

    Returns
    -------
    RaterLeniency
        ``n`` counts the people who were judged, by more than the lowest or the highest value only.
        ``standard_errors`` are the published ones; the intervals are t over people and let a
        rater's answers about one person hang together.
    NoAnswer
        With fewer than two raters or ten people; if raters have nobody in common, not even through
        others, or one person only, so that a mild rater cannot be told from good people; if a rater
        gives only the lowest or only the highest value.

    Raises
    ------
    ValueError
        If a vector has the wrong shape, there are more than 20 values, positions are negative, a
        score is infinite, or a rater judged a person's item twice.

    Notes
    -----
    The rating-scale model: each step up is a logit of merit - difficulty - severity - threshold.
    Given the sum of a person's points merit drops out, so nothing is assumed about merit nor
    about who judged whom. A rater is taken to be equally strict with everybody.

    References
    ----------
    Linacre (1989), Many-Facet Rasch Measurement; Andersen (1970), JRSS B 32, 283-301, for
    conditional likelihood; White (1982), Econometrica 50, 1-25, for the spread by person.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    judged = judgements_of(scores=scores, people=people, raters=raters, items=items)
    if refusal := _refusal(judged):
        return refusal
    facets = Facets.of(_telling(judged))
    parameters, information = _fitted(facets)
    if not np.isfinite(parameters).all() or np.abs(parameters).max() > FARTHEST:
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    if _hangs_on_one_person(information):
        return NoAnswer(why=Silence.NOT_SEPARABLE, needed=2, found=1)
    return _answer(judged, facets, parameters, information, confidence)


def _telling(judged: Judgements) -> Judgements:
    kept = judged.can_tell_raters_apart()
    return Judgements(
        steps=judged.steps[kept],
        people=judged.people[kept],
        raters=judged.raters[kept],
        items=judged.items[kept],
        scale=judged.scale,
    )


def _refusal(judged: Judgements) -> NoAnswer | None:
    if judged.scale.size < 2:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=int(judged.scale.size))
    if judged.scale.size > MOST_VALUES:
        raise ValueError(
            f"scores holds {judged.scale.size} different values; put them into at most "
            f"{MOST_VALUES} steps of a scale, such as 1 to 5"
        )
    if (found := np.unique(judged.raters).size) < 2:
        return NoAnswer(why=Silence.TOO_FEW_RATERS, needed=2, found=int(found))
    kept = judged.can_tell_raters_apart()
    if (n := np.unique(judged.people[kept]).size) < FEWEST_PEOPLE:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=FEWEST_PEOPLE, found=int(n))
    met = np.zeros((judged.n_people, judged.n_raters), dtype=np.bool_)
    met[judged.people[kept], judged.raters[kept]] = True
    n_groups = int(groups_that_never_meet(met).max()) + 1
    if n_groups > 1:
        return NoAnswer(why=Silence.NOT_SEPARABLE, needed=1, found=n_groups)
    return _refusal_by_rank(Facets.of(_telling(judged)))


def _refusal_by_rank(facets: Facets) -> NoAnswer | None:
    """A rater who alone judges one question cannot be told from the question."""
    judged = facets.is_judged[:, :, None]
    inside = facets.features - facets.features.sum(axis=1, keepdims=True) / judged.sum(
        axis=1, keepdims=True
    )
    rank = np.linalg.matrix_rank((inside * judged).reshape(-1, facets.features.shape[2]))
    if rank < facets.features.shape[2]:
        needed = facets.features.shape[2]
        return NoAnswer(why=Silence.NOT_SEPARABLE, needed=needed, found=int(rank))
    return None


def _fitted(facets: Facets) -> tuple[Floats, Floats]:
    """The most likely parameters and the information about them."""

    def lost(parameters: Floats) -> tuple[float, Floats]:
        likelihood, slope = facets.weigh(parameters)
        return -likelihood, -slope.sum(axis=0)

    start = np.zeros(facets.n_parameters)
    with np.errstate(all="ignore"):
        found = optimize.minimize(lost, start, jac=True, method="BFGS", options={"gtol": 1e-2}).x
        for _ in range(3):
            information = _information(facets, found)
            step = np.linalg.pinv(information.sum(axis=0)) @ facets.weigh(found)[1].sum(axis=0)
            found = found + step
            if np.abs(step).max() < 1e-8:
                break
    return found, information


def _information(facets: Facets, at: Floats) -> Floats:
    """Of each person, shape (n_people, n_parameters, n_parameters)."""
    step = 1e-5
    slopes = [
        (facets.weigh(at - each)[1] - facets.weigh(at + each)[1]) / (2 * step)
        for each in step * np.eye(at.size)
    ]
    found = np.stack(slopes, axis=2)
    return np.asarray((found + found.transpose(0, 2, 1)) / 2)


def _hangs_on_one_person(information: Floats) -> bool:
    """Whether without some person two raters could not be compared any more."""
    rest = np.linalg.eigvalsh(information.sum(axis=0) - information)
    return bool((rest[:, 0] < 1e-6 * rest[:, -1]).any())


def _answer(
    judged: Judgements,
    facets: Facets,
    parameters: Floats,
    information: Floats,
    confidence: float,
) -> RaterLeniency | NoAnswer:
    n, k = len(facets.steps), judged.n_raters
    published = np.linalg.inv(information.sum(axis=0))
    by_person = _spread_by_person(facets.weigh(parameters)[1], information, published)
    if np.diag(by_person)[: k - 1].min() <= ROUNDING:
        return NoAnswer(why=Silence.EXACT_FIT)
    difficulty = _difficulty(judged, parameters)
    reach = special.stdtrit(n - 1, (1 + confidence) / 2) * _errors(by_person, k)
    merits = merits_of(judged, difficulty)
    return RaterLeniency(
        severities=difficulty.severities,
        low=difficulty.severities - reach,
        high=difficulty.severities + reach,
        standard_errors=_errors(published, k),
        points=_points(merits[np.isfinite(merits)], difficulty, judged.scale),
        n_judgements=np.bincount(judged.raters, minlength=k).astype(np.int64),
        difficulties=difficulty.items,
        thresholds=difficulty.thresholds,
        scale=judged.scale,
        fair_scores=fair_scores_of(merits, difficulty, scale=judged.scale),
        p_all_alike=_p_all_alike(parameters[: k - 1], by_person[: k - 1, : k - 1], n),
        confidence=confidence,
        n=n,
    )


def _difficulty(judged: Judgements, parameters: Floats) -> Difficulty:
    k, n_items = judged.n_raters, judged.n_items
    climbed = np.concatenate([[0.0], parameters[k + n_items - 2 :], [0.0]])
    return Difficulty(
        severities=summing_to_nought(k) @ parameters[: k - 1],
        items=summing_to_nought(n_items) @ parameters[k - 1 : k + n_items - 2],
        thresholds=np.diff(climbed),
    )


def _spread_by_person(slopes: Floats, information: Floats, published: Floats) -> Floats:
    """The jackknife over people, one step each: what the answer would be without them."""
    n = len(slopes)
    alone = np.linalg.inv(np.linalg.inv(published) - information)
    without = np.einsum("npq,nq->np", alone, slopes)
    centred = without - without.mean(axis=0)
    return np.asarray(centred.T @ centred * (n - 1) / n)


def _errors(covariance: Floats, k: int) -> Floats:
    basis = summing_to_nought(k)
    return np.asarray(np.sqrt(((basis @ covariance[: k - 1, : k - 1]) * basis).sum(axis=1)))


def _points(merits: Floats, difficulty: Difficulty, scale: Floats) -> Floats:
    fair = fair_scores_of(merits, difficulty, scale=scale).mean()
    return np.array(
        [
            fair_scores_of(merits, difficulty, scale=scale, severity=each).mean() - fair
            for each in difficulty.severities
        ]
    )


def _p_all_alike(severities: Floats, covariance: Floats, n: int) -> float:
    """Hotelling's test: k - 1 contrasts, each person one piece of evidence."""
    k = severities.size
    if n <= k:
        return 1.0
    distance = severities @ np.linalg.solve(covariance, severities)
    return float(special.fdtrc(k, n - k, distance * (n - k) / (k * (n - 1))))
