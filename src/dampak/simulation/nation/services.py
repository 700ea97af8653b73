"""The services of a nation's counters, and how much longer each takes than the usual case."""

import numpy as np

from dampak.simulation.names import SERVICES

SERVICES_A_COUNTER = 5
_KINDS = tuple(pair for pairs in SERVICES.values() for pair in pairs)
_PLACES = ("", " (Baru)", " (Perpanjangan)")

NAMES = tuple(f"{name}{place}" for place in _PLACES for name, _ in _KINDS)
N_SERVICES = len(NAMES)
EXTRA_DAYS = np.array([days for _ in _PLACES for _, days in _KINDS], np.float32)
# which of a counter's five services one of 256 chances falls on: the first is asked for most
FALLS_ON = np.repeat(np.arange(5, dtype=np.int8), (102, 64, 41, 28, 21))
