"""Reproduce the published figures on California's tobacco law (Arkhangelsky and others 2021).

    python tools/check_prop99.py CALIFORNIA_PROP99.csv

`california_prop99.csv` (1,209 rows: State;Year;PacksPerCapita;treated) is in the wheel of
`synthdid-py` on PyPI, folder `synthdid/data`; it is not ours to ship. Published are the estimates
of table 1, and those of Lee and Wooldridge (2026) on the logarithm: -.422 (.121), detrended -.227
(.094). The ranks are those of California among its 38 placebos.

The printed synthetic control, -19.6, is an algorithm stopped early: its weights leave a sum of
squares of 52.66 before the law. The best weights leave 52.13 and say -19.514.
"""

import csv
import sys

import numpy as np

from dampak.statistics.few_units import (
    exact_difference,
    plain_difference,
    synthetic_control,
    synthetic_difference,
)

LAW = 1989


def panel(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    states = sorted({row["State"] for row in rows})
    years = sorted({int(row["Year"]) for row in rows})
    packs = np.full((len(states), len(years)), np.nan)
    for row in rows:
        at = states.index(row["State"]), years.index(int(row["Year"]))
        packs[at] = float(row["PacksPerCapita"])
    first = np.where(np.array(states) == "California", years.index(LAW), -1)
    return packs, first


def compared(packs, first):
    asked = {"outcomes": packs, "first_treated": first, "rng": np.random.default_rng(1)}
    for name, answer, value, tolerance, error, rank in (
        ("SDID", synthetic_difference(**asked), -15.604, 2e-3, 9.37, 2),
        ("SC", synthetic_control(**asked, demeaned=False), -19.6, 0.1, 10.62, 3),
        ("DID", plain_difference(**asked), -27.3, 0.05, 17.29, 4),
    ):
        yield name, answer.value, value, tolerance
        yield f"{name} placebo standard error", answer.standard_error, error, 0.02
        yield f"{name} rank among 39", 39 * answer.p_value, rank, 1e-9
    asked = {"outcomes": np.log(packs), "first_treated": first}
    for detrended, value, error in ((False, -0.422, 0.121), (True, -0.227, 0.094)):
        answer = exact_difference(**asked, detrended=detrended)
        name = "exact t, detrended" if detrended else "exact t"
        yield name, answer.value, value, 5e-4
        yield f"{name}, standard error", answer.standard_error, error, 5e-4


def main(path):
    differs = False
    for name, ours, published, tolerance in compared(*panel(path)):
        agrees = abs(ours - published) <= tolerance
        differs |= not agrees
        print(f"{name}: {ours:.6f}, published {published}: {'agrees' if agrees else 'DIFFERS'}")
    return differs


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
