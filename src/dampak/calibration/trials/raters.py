"""Raters: people with merits, raters with habits, scales of four answers, and few of everything."""

from functools import cache

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial, seen
from dampak.foundation.answers import Measurement, NoAnswer
from dampak.statistics import raters
from dampak.statistics.arrays import Floats

MANY = 100_000  # things: enough to know what a coefficient is of


def _ratings(
    rng: np.random.Generator, effect: float, *, n: int, n_raters: int, gaps: float
) -> Floats:
    """Answers of 1 to 4 that merit moves by ``effect``; some are missing."""
    merit = effect * rng.normal(size=(n, 1))
    noise = rng.normal(size=(n, n_raters))
    answers = np.clip(np.round(2.8 + 0.8 * (merit + noise)), 1, 4)
    return np.where(rng.random(answers.shape) < gaps, np.nan, answers)


def _table(answers: Floats) -> Floats:
    table = np.zeros((4, 4))
    np.add.at(table, tuple(answers.astype(np.int64).T - 1), 1)
    return table


def _asked(method: str, answers: Floats, rng: np.random.Generator) -> Measurement | NoAnswer:
    if method == "krippendorff_alpha":
        return raters.krippendorff_alpha(ratings=answers, level="ordinal")
    if method == "krippendorff_alpha_by_bootstrap":
        return raters.krippendorff_alpha_by_bootstrap(ratings=answers, level="ordinal", rng=rng)
    if method == "cohen_kappa":
        return raters.cohen_kappa(table=_table(answers), weights="linear")
    if method == "fleiss_kappa":
        return raters.fleiss_kappa(ratings=answers)
    return raters.gwet_ac1(ratings=answers, n_categories=4)


@cache
def _truth(method: str, effect: float, n_raters: int, gaps: float) -> float:
    rng = np.random.default_rng(1)
    answers = _ratings(rng, effect, n=MANY, n_raters=n_raters, gaps=gaps)
    plain = method.removesuffix("_by_bootstrap")
    found = _asked(plain, answers, rng)
    assert isinstance(found, Measurement)  # noqa: S101
    return found.value


def _agreement(code: str, method: str, *, n: int, n_raters: int, gaps: float = 0.0) -> Trial:
    def once(rng: np.random.Generator, effect: float) -> Seen:
        answers = _ratings(rng, effect, n=n, n_raters=n_raters, gaps=gaps)
        answer = _asked(method, answers, rng)
        if isinstance(answer, NoAnswer):
            return REFUSED
        truth = _truth(method, effect, n_raters, gaps)
        inside = answer.low <= truth <= answer.high
        return Seen(covered=float(inside), claimed=float(answer.low > 0))

    return Trial(
        code=code,
        method=method,
        world=f"{n} things, {n_raters} raters, answers 1 to 4, {gaps:.0%} missing",
        once=once,
        effect=1.2,
    )


def ac1(rng: np.random.Generator, _effect: float) -> Seen:
    """Twenty-five things, three raters; agreement here is never nought, so nothing is claimed."""
    answers = _ratings(rng, 1.2, n=25, n_raters=3, gaps=0.1)
    return seen(_asked("gwet_ac1", answers, rng), truth=_truth("gwet_ac1", 1.2, 3, 0.1))


def _normal(
    rng: np.random.Generator, effect: float, *, n: int, leniency: float, gaps: float = 0.0
) -> Floats:
    answers = 3 + effect * rng.normal(size=(n, 1)) + leniency * rng.normal(size=4)
    answers = answers + rng.normal(size=(n, 4))
    return np.where(rng.random(answers.shape) < gaps, np.nan, answers)


def single_rating(rng: np.random.Generator, effect: float) -> Seen:
    """Twenty people, four raters who stand for many and differ in leniency."""
    answers = _normal(rng, effect, n=20, leniency=0.5)
    answer = raters.intraclass_correlation(ratings=answers, raters="sample")
    return seen(answer, truth=effect**2 / (effect**2 + 1.25))


def mean_rating(rng: np.random.Generator, effect: float) -> Seen:
    """Fifteen people, the mean of just these four raters."""
    answers = _normal(rng, effect, n=15, leniency=1.0)
    answer = raters.intraclass_correlation(ratings=answers, raters="fixed", of="mean")
    return seen(answer, truth=4 * effect**2 / (4 * effect**2 + 1))


def rating_with_gaps(rng: np.random.Generator, effect: float) -> Seen:
    """Thirty people, of four ratings each a third missing; raters stand for many."""
    answers = _normal(rng, effect, n=30, leniency=0.5, gaps=0.3)
    answer = raters.intraclass_correlation_with_gaps(ratings=answers, raters="sample")
    return seen(answer, truth=effect**2 / (effect**2 + 1.25))


def rating_by_others(rng: np.random.Generator, effect: float) -> Seen:
    """Thirty people judged by one to four others, never the same."""
    answers = _normal(rng, effect, n=30, leniency=0.0, gaps=0.4)
    answer = raters.intraclass_correlation_with_gaps(ratings=answers, raters="different")
    return seen(answer, truth=effect**2 / (effect**2 + 1))


N_PEOPLE, N_RATERS, N_ITEMS, PER_PERSON = 24, 4, 3, 2


def leniency(rng: np.random.Generator, effect: float) -> Seen:
    """Twenty-four people, each judged by two of four raters on three questions, 1 to 4."""
    severities = effect * np.linspace(-1, 1, N_RATERS)
    judges = np.array([rng.permutation(N_RATERS)[:PER_PERSON] for _ in range(N_PEOPLE)])
    merit = rng.normal(0.5, 1.2, (N_PEOPLE, 1, 1))
    apart = merit - severities[judges][:, :, None] - np.linspace(-0.5, 0.5, N_ITEMS)
    logits = apart[..., None] * np.arange(4) - np.cumsum([0.0, -1.5, 0.0, 1.5])
    scores = 1 + (logits + rng.gumbel(size=logits.shape)).argmax(axis=-1)
    people, places, items = np.indices(scores.shape)
    answer = raters.rater_leniency(
        scores=scores.ravel(),
        people=people.ravel(),
        raters=judges[people, places].ravel(),
        items=items.ravel(),
    )
    if isinstance(answer, NoAnswer):
        return REFUSED
    inside = (answer.low <= severities) & (severities <= answer.high)
    return Seen(covered=float(inside.mean()), claimed=float(answer.p_all_alike < 0.05))


def share_of_eight(rng: np.random.Generator, _effect: float) -> Seen:
    """Eight people, any share between a twentieth and nineteen twentieths."""
    share = rng.uniform(0.05, 0.95)
    answer = raters.share_of_answers(n_yes=int(rng.binomial(8, share)), n=8)
    return seen(answer, truth=share)


def share_of_forty(rng: np.random.Generator, _effect: float) -> Seen:
    """Forty people, any share between a twentieth and nineteen twentieths."""
    share = rng.uniform(0.05, 0.95)
    answer = raters.share_of_answers(n_yes=int(rng.binomial(40, share)), n=40)
    return seen(answer, truth=share)


def _likert(rng: np.random.Generator) -> Floats:
    """How many of many would give each of four answers: mostly 3 and 4, as surveys are."""
    return rng.dirichlet([0.6, 1.2, 5.0, 4.0])


def all_shares(rng: np.random.Generator, _effect: float) -> Seen:
    """Twenty people; all four shares have to lie inside together."""
    shares = _likert(rng)
    answers = raters.shares_of_answers(counts=rng.multinomial(20, shares))
    if isinstance(answers, NoAnswer):
        return REFUSED
    pairs = zip(answers, shares, strict=True)
    return Seen(covered=float(all(each.low <= share <= each.high for each, share in pairs)))


def mean_of_eight(rng: np.random.Generator, _effect: float) -> Seen:
    """Eight people, an item from 1 to 4."""
    shares = _likert(rng)
    answer = raters.mean_answer(counts=rng.multinomial(8, shares))
    return seen(answer, truth=float(shares @ np.arange(1, 5)))


def mean_of_forty(rng: np.random.Generator, _effect: float) -> Seen:
    """Forty people, an item from 1 to 4."""
    shares = _likert(rng)
    answer = raters.mean_answer(counts=rng.multinomial(40, shares))
    return seen(answer, truth=float(shares @ np.arange(1, 5)))


def two_shares_of_eight(rng: np.random.Generator, effect: float) -> Seen:
    """Eight trained and eight others."""
    share = rng.uniform(0.2, 0.9 - effect)
    answer = raters.share_difference(
        trained_yes=int(rng.binomial(8, share + effect)),
        n_trained=8,
        comparison_yes=int(rng.binomial(8, share)),
        n_comparison=8,
    )
    return seen(answer, truth=effect)


def two_shares_of_many(rng: np.random.Generator, effect: float) -> Seen:
    """Twenty-five trained and sixty others."""
    share = rng.uniform(0.2, 0.9 - effect)
    answer = raters.share_difference(
        trained_yes=int(rng.binomial(25, share + effect)),
        n_trained=25,
        comparison_yes=int(rng.binomial(60, share)),
        n_comparison=60,
    )
    return seen(answer, truth=effect)


def change_of_twenty(rng: np.random.Generator, effect: float) -> Seen:
    """Twenty people before and after; between a tenth and a half lose or gain either way."""
    lost = rng.uniform(0.05, 0.25)
    up, down, _ = rng.multinomial(20, [lost + effect, lost, 1 - 2 * lost - effect])
    return seen(raters.share_change(gained=int(up), lost=int(down), n=20), truth=effect)


TRIALS = (
    _agreement(
        "alpha-few-things",
        "krippendorff_alpha",
        n=12,
        n_raters=3,
        gaps=0.1,
    ),
    _agreement("alpha-many-things", "krippendorff_alpha", n=60, n_raters=4, gaps=0.2),
    _agreement("alpha-bootstrap", "krippendorff_alpha_by_bootstrap", n=60, n_raters=3, gaps=0.1),
    _agreement("kappa-weighted", "cohen_kappa", n=40, n_raters=2),
    _agreement("fleiss-kappa", "fleiss_kappa", n=25, n_raters=4),
    Trial(
        code="gwet-ac1",
        method="gwet_ac1",
        world="25 things, 3 raters, answers 1 to 4, 10% missing",
        once=ac1,
        effect=None,
    ),
    Trial(
        code="icc-single-sample",
        method="intraclass_correlation",
        world="20 people, 4 raters of a sample, one rating",
        once=single_rating,
        effect=1.0,
    ),
    Trial(
        code="icc-mean-fixed",
        method="intraclass_correlation",
        world="15 people, the mean of 4 fixed raters",
        once=mean_rating,
        effect=0.7,
    ),
    Trial(
        code="icc-gaps-sample",
        method="intraclass_correlation_with_gaps",
        world="30 people, 4 raters of a sample, 30% missing",
        once=rating_with_gaps,
        effect=1.0,
        n_small=40,
    ),
    Trial(
        code="icc-gaps-different",
        method="intraclass_correlation_with_gaps",
        world="30 people, each judged by one to four others",
        once=rating_by_others,
        effect=0.8,
        n_small=40,
    ),
    Trial(
        code="rater-leniency",
        method="rater_leniency",
        world="24 people, 2 of 4 raters each, 3 questions of 1 to 4",
        once=leniency,
        effect=0.8,
        n_small=40,
    ),
    Trial(
        code="share-of-eight",
        method="share_of_answers",
        world="8 people, any share from .05 to .95",
        once=share_of_eight,
        effect=None,
    ),
    Trial(
        code="share-of-forty",
        method="share_of_answers",
        world="40 people, any share from .05 to .95",
        once=share_of_forty,
        effect=None,
    ),
    Trial(
        code="shares-together",
        method="shares_of_answers",
        world="20 people, four answers, mostly the two highest; all four shares together",
        once=all_shares,
        effect=None,
    ),
    Trial(
        code="mean-of-eight",
        method="mean_answer",
        world="8 people, an item of 1 to 4",
        once=mean_of_eight,
        effect=None,
    ),
    Trial(
        code="mean-of-forty",
        method="mean_answer",
        world="40 people, an item of 1 to 4",
        once=mean_of_forty,
        effect=None,
    ),
    Trial(
        code="two-shares-of-eight",
        method="share_difference",
        world="8 trained and 8 others, shares from .2 to .9",
        once=two_shares_of_eight,
        effect=0.3,
    ),
    Trial(
        code="two-shares-of-many",
        method="share_difference",
        world="25 trained and 60 others, shares from .2 to .9",
        once=two_shares_of_many,
        effect=0.3,
    ),
    Trial(
        code="share-change",
        method="share_change",
        world="20 people, before and after",
        once=change_of_twenty,
        effect=0.3,
    ),
)
