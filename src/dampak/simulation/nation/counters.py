"""What each counter of a nation is like before any training."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.draws import luck
from dampak.simulation.nation.services import N_SERVICES, SERVICES_A_COUNTER
from dampak.simulation.nation.tree import Tree

Numbers = NDArray[np.float32]

USUAL_DAYS = 9.5
SIZES_DIFFER = 1.0  # standard deviation of the logarithm: some are thirty times as busy as others
FEWEST_STAFF, STAFF = 3, 125


@dataclass(frozen=True, kw_only=True)
class Counters:
    """One entry a serving unit, in the preorder of the tree; shares run from 0 to 1.

    ``usual_days`` is the median working time of an ordinary request, ``busyness`` a factor on the
    number of requests with mean 1, ``answer`` the mean satisfaction answer (1 to 4), ``promise``
    the working days promised for an ordinary request. ``services`` (n_units, 5) are the kinds of
    service on offer. Person ``first_person`` and the next ``staff - 1`` work there.
    """

    usual_days: Numbers
    busyness: Numbers
    promise: NDArray[np.int16]
    digital_share: Numbers
    complaint_share: Numbers
    answer: Numbers
    correct_share: Numbers
    services: NDArray[np.int8]
    staff: NDArray[np.int32]
    first_person: NDArray[np.int64]


def draw_counters(tree: Tree, *, seed: int) -> Counters:
    """Draw the counters: agencies differ, and within them units do.

    Nothing but ``usual_days`` decides who is trained when, and how far the promise lies above it
    does not depend on it: untrained units of any speed then move alike from month to month.
    """
    rng = luck(seed, "counters of a nation")
    n = len(tree.agency)
    of_agency = rng.normal(0.0, 0.9, tree.n_agencies)[tree.agency]
    usual = USUAL_DAYS + of_agency + rng.normal(0.0, 1.1, n)
    busyness = rng.lognormal(0.0, SIZES_DIFFER, n)
    staff = np.maximum(FEWEST_STAFF, rng.poisson(STAFF, n))
    return Counters(
        usual_days=_small(usual),
        busyness=_small(busyness / busyness.mean()),
        promise=np.maximum(np.rint(usual + 6.0 + rng.uniform(-1.5, 1.5, n)), 1).astype(np.int16),
        digital_share=_small(np.clip(rng.beta(8.0, 10.0, n), 0.08, 0.85)),
        complaint_share=_small(np.clip(rng.gamma(8.0, 0.0125, n), 0.02, 0.3)),
        answer=_small(np.clip(rng.normal(2.95, 0.05, n), 2.8, 3.05)),
        correct_share=_small(np.clip(rng.beta(45.0, 6.0, n), 0.6, 0.95)),
        services=_services(n, rng),
        staff=staff.astype(np.int32),
        first_person=(np.cumsum(staff) - staff).astype(np.int64),
    )


def _services(n: int, rng: np.random.Generator) -> NDArray[np.int8]:
    """Five different services for each counter, next to each other on the list of all."""
    first = rng.integers(0, N_SERVICES, n)
    return ((first[:, None] + np.arange(SERVICES_A_COUNTER)) % N_SERVICES).astype(np.int8)


def _small(numbers: NDArray[np.float64]) -> Numbers:
    return numbers.astype(np.float32)
