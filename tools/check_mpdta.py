"""Reproduce the published figures of the minimum-wage example of Callaway and Sant'Anna (2021).

    python tools/check_mpdta.py MPDTA.parquet

`mpdta.parquet` (2,500 rows: countyreal, year, first_treat, lemp, lpop) is in the source package of
`differences` on PyPI, folder `data`; it is not ours to ship. Published are the overall effect and
its standard error, the cells and the p of the pre-test, without covariates and, doubly robust, with
the logarithm of the population (vignette and README of R's `did`).
"""

import sys

import numpy as np
import pyarrow.parquet as pq

from dampak.statistics.long_table import panel_from_rows
from dampak.statistics.staggered import (
    Design,
    adjusted_group_time_effects,
    group_time_effects,
    overall_effect,
    pre_trend_test,
)

ATT, STANDARD_ERROR, PRE_TEST = -0.039951275, 0.012034013, 0.16812
CELLS = {
    (2004, 2004): -0.0105,
    (2004, 2005): -0.0704,
    (2004, 2006): -0.1373,
    (2004, 2007): -0.1008,
    (2006, 2007): -0.0412,
    (2007, 2004): 0.0305,
    (2007, 2007): -0.0261,
}


ADJUSTED_PRE_TEST = 0.23267
ADJUSTED_CELLS = {
    (2004, 2004): -0.0145,
    (2004, 2005): -0.0764,
    (2004, 2006): -0.1404,
    (2004, 2007): -0.1069,
    (2006, 2004): -0.0005,
    (2006, 2005): -0.0062,
    (2006, 2006): 0.0010,
    (2006, 2007): -0.0413,
    (2007, 2004): 0.0267,
    (2007, 2005): -0.0046,
    (2007, 2006): -0.0284,
    (2007, 2007): -0.0288,
}


def main(path):
    rows = pq.read_table(path)
    column = {name: np.asarray(rows[name]) for name in ("countyreal", "year", "first_treat")}
    data = {"unit": column["countyreal"].astype(int), "period": column["year"].astype(int)}
    data |= {"first_treated": column["first_treat"], "never": 0}  # empty or 0 is never
    lemp, lpop = (panel_from_rows(outcome=np.asarray(rows[c]), **data) for c in ("lemp", "lpop"))
    panel = {"outcomes": lemp.outcomes, "first_treated": lemp.first_treated}
    plain = group_time_effects(**panel, control="never")
    adjusted = adjusted_group_time_effects(
        **panel, covariates=lpop.outcomes[:, :1], design=Design(control="never")
    )
    overall = overall_effect(plain, rng=np.random.default_rng(1))
    compared = [
        ("overall effect", overall.value, ATT, 1e-8),
        ("standard error", overall.standard_error, STANDARD_ERROR, 1e-8),
        *published_of(plain, lemp.periods, CELLS, PRE_TEST, "cell"),
        *published_of(
            adjusted, lemp.periods, ADJUSTED_CELLS, ADJUSTED_PRE_TEST, "with population, cell"
        ),
    ]
    for name, ours, published, tolerance in compared:
        verdict = "agrees" if abs(ours - published) <= tolerance else "DIFFERS"
        print(f"{name}: {ours:.9f}, published {published}: {verdict}")
    return any(abs(ours - published) > tolerance for _, ours, published, tolerance in compared)


def published_of(effects, years, cells, pre_test, name):
    where = zip(years[effects.cohorts].tolist(), years[effects.periods].tolist(), strict=True)
    found = dict(zip(where, effects.values.tolist(), strict=True))
    p_value = pre_trend_test(effects, rng=np.random.default_rng(1)).large_sample_p_value
    yield f"{name}s, pre-test p", p_value, pre_test, 5e-6
    for cell, published in cells.items():
        yield f"{name} {cell}", found[cell], published, 5e-5


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
