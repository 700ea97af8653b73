"""What the trail of a number says of the comparison."""

from types import SimpleNamespace

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
from dampak.impact.journey import _comparing
from dampak.statistics.staggered import GROUP_TIME, group_time_effects


def test_a_refusal_names_the_version_of_the_method_that_refused():
    outcomes = np.random.default_rng(1).normal(size=(40, 6))
    effects = group_time_effects(outcomes=outcomes, first_treated=[3] * 20 + [-1] * 20)
    refused = SimpleNamespace(answer=NoAnswer(why=Silence.NOBODY_TRAINED, needed=1, found=0))
    panel = SimpleNamespace(values=outcomes, unit_codes=[str(row) for row in range(40)])

    passage = _comparing(refused, panel, SimpleNamespace(effects=effects))

    assert passage.version == effects.method == GROUP_TIME
