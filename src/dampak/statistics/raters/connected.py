"""Whether raters can be compared at all: two who share no one, not even in a chain, cannot."""

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from dampak.statistics.arrays import Flags, Integers


def groups_that_never_meet(given: Flags) -> Integers:
    """Which group each rater belongs to, shape (n_raters,), from who judged what.

    ``given`` has shape (n_things, n_raters). Raters are in one group if they judged the same thing,
    or are linked by a chain of raters who did. One group is needed to compare all of them.
    """
    meetings = sparse.csr_array(given.astype(np.int64))
    return np.asarray(
        csgraph.connected_components(meetings.T @ meetings, directed=False)[1], dtype=np.int64
    )
