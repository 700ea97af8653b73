"""One number per unit: how far it moved since a training began, its own or that of others."""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Flags, Floats
from dampak.statistics.panel import Panel


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Changes:
    """``own``: for each cohort one change per unit; ``never`` (n_cohorts, n_never): those of the
    units never trained over the same months."""

    own: tuple[Floats, ...]
    never: Floats

    @property
    def sizes(self) -> Floats:
        return np.array([each.size for each in self.own], dtype=np.float64)

    @property
    def never_averaged(self) -> Floats:
        """The units never trained, over the cohorts by their size. Shape (n_never,)."""
        return np.asarray(self.sizes / self.sizes.sum() @ self.never)

    @property
    def value(self) -> float:
        return float(np.concatenate(self.own).mean() - self.never_averaged.mean())

    @property
    def freedom(self) -> float:
        return float(self.never.shape[1] - 1 + self.sizes.sum() - self.sizes.size)

    @property
    def published_error(self) -> float:
        """Of the classical t on one change per unit."""
        own, never = np.concatenate(self.own), self.never_averaged
        variance = (_squares(own) + _squares(never)) / (own.size + never.size - 2)
        return float(np.sqrt(variance * (1 / own.size + 1 / never.size)))

    @property
    def error(self) -> float:
        """With several cohorts: each judged by its own months, free of what befell all."""
        if self.sizes.size == 1:
            return self.published_error
        n_never = self.never.shape[1]
        variances = [
            (_squares(own) + _squares(never)) / (own.size + n_never - 2)
            for own, never in zip(self.own, self.never, strict=True)
        ]
        of_trained = float(self.sizes @ variances) / self.sizes.sum() ** 2
        of_never = _squares(self.never_averaged) / (n_never - 1) / n_never
        return float(np.sqrt(of_trained + of_never))


def changes_of(panel: Panel, trained: Flags, *, detrended: bool) -> Changes:
    """Mean since the start less the mean before, or less the line before carried on."""
    starts = np.unique(panel.first_trained[trained])
    moved = [_moved(panel.outcomes, int(start), detrended=detrended) for start in starts]
    cohorts = zip(moved, starts, strict=True)
    return Changes(
        own=tuple(each[panel.first_trained == start] for each, start in cohorts),
        never=np.array([each[~trained] for each in moved]),
    )


def _moved(outcomes: Floats, start: int, *, detrended: bool) -> Floats:
    months = np.arange(outcomes.shape[1]) - (start - 1) / 2
    before, after = outcomes[:, :start], outcomes[:, start:]
    level = before.mean(axis=1)
    change = after.mean(axis=1) - level
    if not detrended:
        return np.asarray(change)
    slope = (before - level[:, None]) @ months[:start] / (months[:start] @ months[:start])
    return np.asarray(change - slope * months[start:].mean())


def _squares(values: Floats) -> float:
    return float(((values - values.mean()) ** 2).sum())
