"""What remains of a result if trends were not quite parallel, and when nothing remains.

Rambachan and Roth (2023), Review of Economic Studies 90, 2555-2591. An event study goes in, its
effects and how they vary together; `path_of` takes those of a staggered comparison, `event_path`
puts those of any other in order.
"""

from dampak.statistics.honest_bounds.from_event_study import path_of
from dampak.statistics.honest_bounds.path import (
    Breakdown,
    EventPath,
    HonestInterval,
    event_path,
)
from dampak.statistics.honest_bounds.relative import breakdown_ratio, relative_magnitude_bounds
from dampak.statistics.honest_bounds.smoothness import breakdown_bend, smoothness_bounds

__all__ = [
    "Breakdown",
    "EventPath",
    "HonestInterval",
    "breakdown_bend",
    "breakdown_ratio",
    "event_path",
    "path_of",
    "relative_magnitude_bounds",
    "smoothness_bounds",
]
