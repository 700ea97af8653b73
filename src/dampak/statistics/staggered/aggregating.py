"""Many effects become one, weighted by the units behind each, with the doubt that belongs."""

from dampak.statistics.arrays import Flags, Floats
from dampak.statistics.staggered.effects import GroupTimeEffects
from dampak.statistics.staggered.evidence import Aggregated, Mixture


def after_training(effects: GroupTimeEffects) -> Flags:
    """The effects that the overall answer is made of. Shape (k,)."""
    return effects.is_after & ~effects.is_reference


def mixture_of(effects: GroupTimeEffects, chosen: Flags) -> Mixture:
    """Average the chosen effects; ``chosen`` (k, j) says which effects go into which answer.

    Each effect weighs as much as its trained units. Their numbers are a draw too: one more unit
    in an effect pulls the mean towards it.
    """
    masses = chosen * effects.masses[:, None]
    total = masses.sum(axis=0)
    weights: Floats = masses / total
    values: Floats = effects.values @ weights
    pulls: Floats = chosen * (effects.values[:, None] - values) / total
    return Mixture(values=values, weights=weights, pulls=pulls)


def aggregated(effects: GroupTimeEffects, chosen: Flags) -> Aggregated:
    """The chosen averages with their covariance."""
    return effects.evidence.aggregated(mixture_of(effects, chosen))


def overall(effects: GroupTimeEffects) -> Aggregated:
    """The one average of all effects after the training."""
    return aggregated(effects, after_training(effects)[:, None])
