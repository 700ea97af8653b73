"""Did one series of months leave the line it was on, when the training began?"""

from dampak.statistics.time_series.interrupted import InterruptedSeries, interrupted_series

__all__ = ["InterruptedSeries", "interrupted_series"]
