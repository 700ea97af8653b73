"""Chance, one stream for every subject, month and block, so that any part can be made alone."""

from zlib import crc32

import numpy as np

BEFORE = 12  # a stream's key may not be negative, and some months lie before the window


def luck_of_part(seed: int, subject: str, *, month: int, block: int) -> np.random.Generator:
    """The stream of one part; ``month`` counts from the first of the window.

    Neither the effects nor the other parts are in the key: the null twin draws what its sibling
    draws, and a part made alone draws what it drew among the others.
    """
    key = np.random.SeedSequence([seed, crc32(subject.encode()), month + BEFORE, block])
    return np.random.Generator(np.random.SFC64(key))
