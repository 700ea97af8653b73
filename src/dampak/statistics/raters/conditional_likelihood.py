"""How likely a person's judgements are, given only their sum: merit drops out, leniency stays."""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.raters.judgements import Judgements


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facets:
    """The rating-scale model with persons, raters and items, ready to be weighed.

    One row per person, one column per judgement of theirs, padded on the right where
    ``is_judged`` is false. ``features`` has shape (n_people, n_columns, n_facets): how much each
    free severity and difficulty weighs in a judgement; the K - 1 free thresholds follow them.
    """

    steps: Integers
    is_judged: Flags
    features: Floats
    n_steps: int

    @classmethod
    def of(cls, judged: Judgements) -> "Facets":
        order = np.argsort(judged.people, kind="stable")
        _, row, count = np.unique(judged.people[order], return_inverse=True, return_counts=True)
        column = np.arange(row.size) - np.repeat(count.cumsum() - count, count)
        shape = (count.size, int(count.max()))
        steps, is_judged = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.bool_)
        weights = np.concatenate(
            [
                summing_to_nought(judged.n_raters)[judged.raters[order]],
                summing_to_nought(judged.n_items)[judged.items[order]],
            ],
            axis=1,
        )
        features = np.zeros((*shape, weights.shape[1]))
        steps[row, column], is_judged[row, column] = judged.steps[order], True
        features[row, column] = weights
        return cls(
            steps=steps, is_judged=is_judged, features=features, n_steps=judged.scale.size - 1
        )

    @property
    def n_parameters(self) -> int:
        return int(self.features.shape[2]) + self.n_steps - 1

    def weigh(self, parameters: Floats) -> tuple[float, Floats]:
        """Log likelihood, and each person's part in its slope, shape (n_people, n_parameters)."""
        odds = self._odds(parameters)
        before, log_scale = _sums_before(odds, self.n_steps)
        after = _ways_after(odds, self.steps.sum(axis=1), self.n_steps)
        expected = _shares(odds, before, after)
        total = self.steps.sum(axis=1)
        ways = np.log(before[-1][np.arange(total.size), total]) + log_scale
        chosen = np.take_along_axis(odds, self.steps[:, :, None], axis=2)[:, :, 0]
        surplus = np.eye(self.n_steps + 1)[self.steps] - expected
        surplus *= self.is_judged[:, :, None]
        points = surplus @ np.arange(self.n_steps + 1)
        slope = np.concatenate(
            [
                -np.einsum("nm,nmp->np", points, self.features),
                -surplus[:, :, 1:-1].sum(axis=1),
            ],
            axis=1,
        )
        return float(np.log(chosen).sum() - ways.sum()), slope

    def _odds(self, parameters: Floats) -> Floats:
        """Of each step against the lowest, for a person of merit nought."""
        n_facets = self.features.shape[2]
        steps = np.arange(self.n_steps + 1)
        thresholds = np.concatenate([[0.0], parameters[n_facets:], [0.0]])
        hard = self.features @ parameters[:n_facets]
        odds = np.exp(-hard[:, :, None] * steps - thresholds)
        return np.asarray(np.where(self.is_judged[:, :, None], odds, steps == 0))


def summing_to_nought(k: int) -> Floats:
    """A basis, shape (k, k - 1), of k numbers whose sum is nought."""
    return np.concatenate([np.eye(k - 1), -np.ones((1, k - 1))])


def _sums_before(odds: Floats, n_steps: int) -> tuple[list[Floats], Floats]:
    """Ways to reach each sum before each column, scaled; and the logarithm of the last scale."""
    n, columns, _ = odds.shape
    ways = np.zeros((n, columns * n_steps + 1))
    ways[:, 0] = 1.0
    found, log_scale = [ways], np.zeros(n)
    for column in range(columns):
        reached = ways * odds[:, column, :1]
        for k in range(1, n_steps + 1):
            reached[:, k:] += ways[:, :-k] * odds[:, column, k, None]
        largest = reached.max(axis=1, keepdims=True)
        ways = reached / largest
        log_scale += np.log(largest[:, 0])
        found.append(ways)
    return found, log_scale


def _ways_after(odds: Floats, totals: Integers, n_steps: int) -> list[Floats]:
    """Ways to end at the person's own total from each sum after each column, scaled."""
    n, columns, _ = odds.shape
    ways = np.zeros((n, columns * n_steps + 1))
    ways[np.arange(n), totals] = 1.0
    found = [ways]
    for column in range(columns - 1, 0, -1):
        reached = ways * odds[:, column, :1]
        for k in range(1, n_steps + 1):
            reached[:, :-k] += ways[:, k:] * odds[:, column, k, None]
        ways = reached / reached.max(axis=1, keepdims=True)
        found.append(ways)
    return found[::-1]


def _shares(odds: Floats, before: list[Floats], after: list[Floats]) -> Floats:
    """How likely each step is in each column, given the person's total."""
    found = np.empty_like(odds)
    for column, (sums, ways) in enumerate(zip(before[:-1], after, strict=True)):
        for step in range(odds.shape[2]):
            meet = sums[:, : sums.shape[1] - step] * ways[:, step:]
            found[:, column, step] = odds[:, column, step] * meet.sum(axis=1)
    return np.asarray(found / found.sum(axis=2, keepdims=True))
