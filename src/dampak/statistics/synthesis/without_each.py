"""Does the answer hang on a single study?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats
from dampak.statistics.synthesis.heterogeneity import Between
from dampak.statistics.synthesis.pooled import Pooled, pooled_effect
from dampak.statistics.synthesis.studies import effects_and_noise


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WithoutEach:
    """The pooled effect without each study in turn. Shape (n_studies,), in the effects' unit."""

    values: Floats
    low: Floats
    high: Floats
    variances: Floats
    confidence: float
    n: int
    method: str


def pooled_without_each(
    *,
    values: ArrayLike,
    standard_errors: ArrayLike,
    between: Between = "reml",
    confidence: float = 0.95,
) -> WithoutEach | NoAnswer:
    """Leave out one study after the other.

    Parameters and errors are those of `pooled_effect`. With fewer than three studies: NoAnswer.
    """
    effects, noise = effects_and_noise(values, standard_errors)
    if effects.size < 3:
        return NoAnswer(why=Silence.TOO_FEW_STUDIES, needed=3, found=effects.size)
    rest = [
        pooled_effect(
            values=np.delete(effects, study),
            standard_errors=np.sqrt(np.delete(noise, study)),
            between=between,
            confidence=confidence,
        )
        for study in range(effects.size)
    ]
    found = [each for each in rest if isinstance(each, Pooled)]
    return WithoutEach(
        values=np.array([each.value for each in found]),
        low=np.array([each.low for each in found]),
        high=np.array([each.high for each in found]),
        variances=np.array([each.heterogeneity.variance for each in found]),
        confidence=confidence,
        n=effects.size,
        method=f"without_each_{between}/1",
    )
