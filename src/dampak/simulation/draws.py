"""Chance, one stream per subject, so that two worlds with one seed draw the same luck."""

from zlib import crc32

import numpy as np


def luck(seed: int, subject: str) -> np.random.Generator:
    """The stream of one subject.

    The name of the scenario is not in it: the null twin draws what its sibling draws, and a longer
    list of complaints does not shift the satisfaction survey.
    """
    return np.random.default_rng([seed, crc32(subject.encode())])
