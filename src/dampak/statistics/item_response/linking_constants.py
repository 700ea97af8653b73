"""From one scale of ability to another: the line that makes common questions agree."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from dampak.statistics.arrays import Floats, vector_of_numbers

METHODS = ("mean_mean", "mean_sigma", "haebara", "stocking_lord")
NODES = np.linspace(-4.0, 4.0, 81)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemCurves:
    """Common questions on one scale: slopes, difficulties and chances of guessing, (n_common,)."""

    slopes: Floats
    difficulties: Floats
    guessing: Floats | float = 0.0

    def chances(self, ability: Floats) -> Floats:
        """Of right answers, shape (n_abilities, n_common)."""
        lean = self.slopes * (ability[:, None] - self.difficulties)
        return np.asarray(self.guessing + (1 - self.guessing) * special.expit(lean))

    def moved(self, slope: float, intercept: float) -> "ItemCurves":
        """The same questions where ability is slope * ability + intercept."""
        return ItemCurves(
            slopes=self.slopes / slope,
            difficulties=slope * self.difficulties + intercept,
            guessing=self.guessing,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Population:
    """Abilities at which curves are compared, and the weight of each, on one scale."""

    abilities: Floats
    weights: Floats


NORMAL = Population(abilities=NODES, weights=np.exp(-(NODES**2) / 2))


def linking_constants(
    first: ItemCurves,
    second: ItemCurves,
    *,
    by: str = "stocking_lord",
    populations: tuple[Population, Population] = (NORMAL, NORMAL),
) -> tuple[float, float]:
    """Slope and intercept that turn abilities on the first scale into abilities on the second.

    Parameters
    ----------
    first, second
        The same questions on both scales.
    by
        ``"mean_mean"`` (Loyd and Hoover), ``"mean_sigma"`` (Marco), or by whole curves, each
        question's (``"haebara"``) or their sum (``"stocking_lord"``), compared on both scales.
    populations
        Where the curves are compared on the first and the second scale; standard normal.

    Raises
    ------
    ValueError
        If ``by`` is none of these, or the curves are not finite, not of the same questions, or
        without the spread that ``by`` compares.

    References
    ----------
    Kolen and Brennan (2014), Test Equating, Scaling, and Linking, ch. 6. Haebara (1980), Japanese
    Psychological Research 22, 144-149. Stocking and Lord (1983), Applied Psychological Measurement
    7, 201-210.
    """
    if by not in METHODS:
        raise ValueError(f"by must be one of {', '.join(METHODS)}, got {by!r}")
    _checked(first, second, by)
    ratio = first.slopes.mean() / second.slopes.mean()
    if by == "mean_sigma":
        ratio = second.difficulties.std() / first.difficulties.std()
    start = np.array([ratio, second.difficulties.mean() - ratio * first.difficulties.mean()])
    if by.startswith("mean"):
        return float(start[0]), float(start[1])
    found = optimize.least_squares(  # type: ignore[operator]  # a function, not its module
        lambda line: _differences(first, second, line, by, populations),
        start,
        xtol=1e-13,
        ftol=1e-13,
        gtol=1e-13,
    )
    return float(found.x[0]), float(found.x[1])


def _checked(first: ItemCurves, second: ItemCurves, by: str) -> None:
    for name, curves in (("first", first), ("second", second)):
        slopes = vector_of_numbers(curves.slopes, name=f"slopes of {name}")
        places = vector_of_numbers(curves.difficulties, name=f"difficulties of {name}")
        if not slopes.size or not slopes.size == places.size == first.slopes.size:
            raise ValueError(
                f"{name} must hold a slope and a difficulty for each of the same questions, "
                f"got {slopes.size} and {places.size}"
            )
        if slopes.mean() == 0 or (by == "mean_sigma" and np.ptp(places) == 0):
            raise ValueError(f"{name} holds no spread to go by; link by 'stocking_lord'")


def _differences(
    first: ItemCurves,
    second: ItemCurves,
    line: Floats,
    by: str,
    populations: tuple[Population, Population],
) -> Floats:
    slope, intercept = line
    on_first = first, second.moved(1 / slope, -intercept / slope)
    on_second = first.moved(slope, intercept), second
    parts = []
    for population, (one, other) in zip(populations, (on_first, on_second), strict=True):
        apart = one.chances(population.abilities) - other.chances(population.abilities)
        if by == "stocking_lord":
            apart = apart.sum(axis=1, keepdims=True)
        parts.append(np.sqrt(population.weights / population.weights.sum())[:, None] * apart)
    return np.concatenate([part.ravel() for part in parts])
