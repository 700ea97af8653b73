"""Ranking units so that small and lucky ones are neither crowned nor blamed.

First a fair level for each unit (`shrunken_values`, `shrunken_rates`, `shrunken_shares`, or the
case-mix alone: `observed_over_expected`, `adjusted_shares`), then places with their doubt
(`places`, `rank_confidence_sets`), then what selection itself will do to the selected
(`expected_next_time`, `change_beyond_regression`).
"""

from dampak.statistics.ranking.case_mix import (
    Standardised,
    adjusted_shares,
    observed_over_expected,
)
from dampak.statistics.ranking.counts import shrunken_rates
from dampak.statistics.ranking.james_stein import JamesStein, james_stein
from dampak.statistics.ranking.normal import shrunken_values
from dampak.statistics.ranking.places import Places, places
from dampak.statistics.ranking.rank_sets import RankSets, rank_confidence_sets
from dampak.statistics.ranking.selection import change_beyond_regression, expected_next_time
from dampak.statistics.ranking.shares import shrunken_shares
from dampak.statistics.ranking.shrunken import Posterior, Shrunken

__all__ = [
    "JamesStein",
    "Places",
    "Posterior",
    "RankSets",
    "Shrunken",
    "Standardised",
    "adjusted_shares",
    "change_beyond_regression",
    "expected_next_time",
    "james_stein",
    "observed_over_expected",
    "places",
    "rank_confidence_sets",
    "shrunken_rates",
    "shrunken_shares",
    "shrunken_values",
]
