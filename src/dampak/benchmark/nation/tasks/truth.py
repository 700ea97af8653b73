"""N5: the effect that was planted, found again in the panels of the cube."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dampak.benchmark.case import answered
from dampak.benchmark.nation.demands import Within
from dampak.benchmark.nation.peers import duckdb
from dampak.benchmark.nation.peers.files import files_of
from dampak.benchmark.nation.plain_rows import DAYS, UNIT, tree_in
from dampak.benchmark.nation.prepared import Prepared
from dampak.benchmark.nation.statements import holds, month_of
from dampak.benchmark.nation.task import Answer, Side, Task
from dampak.foundation.text import Sentence, gettext_noop
from dampak.indicators.adding import addends
from dampak.indicators.catalogue import CATALOGUE
from dampak.simulation.names import PROGRAMME
from dampak.simulation.nation.plan import OUTCOMES
from dampak.simulation.writing import TRUTH
from dampak.statistics.staggered import group_time_effects, overall_effect
from dampak.warehouse.panels import Panel, panel

OURS, APPROXIMATE = "dampak", "DuckDB, approx_quantile"
WITHIN = 2.0
TIME = "median-completion-time"
Numbers = NDArray[np.float64]


def task(prepared: Prepared) -> Task:
    """The task over a prepared nation."""
    return Task(
        code="N5",
        title=gettext_noop("Truth: the planted effects, out of the panels of the cube"),
        sides=(
            Side(
                name=OURS,
                prepare=lambda: prepared,
                ask=lambda _data: list(_estimates(prepared)),
                tell=_told,
                remark=_remark,
            ),
            Side(
                name=APPROXIMATE,
                prepare=lambda: _panel_of(prepared, TIME),
                ask=lambda exact: _approximate(prepared, exact),
                tell=lambda found: {"p50 error": found[1], "approximate": _row(found[0])},
                remark=_remark_on_approximate,
            ),
        ),
        demands=(
            Within(
                says=Sentence(
                    "every planted effect within %(errors)s standard errors of the truth",
                    {"errors": f"{WITHIN:g}"},
                ),
                side=OURS,
                name="off",
                limit=WITHIN,
            ),
        ),
        repeats=1,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """An effect as it was found, its standard error, and as it was planted."""

    value: float
    standard_error: float
    truth: float

    @property
    def off(self) -> float:
        """How many standard errors lie between them."""
        return abs(self.value - self.truth) / self.standard_error


def _estimates(prepared: Prepared) -> Iterator[Estimated]:
    truth = _truth(prepared)
    for outcome, *_ in OUTCOMES:
        found = _panel_of(prepared, outcome)
        yield _estimated(found, found.values, truth[outcome])


def _panel_of(prepared: Prepared, outcome: str) -> Panel:
    return panel(prepared.year.snapshot(), outcome, programme=PROGRAMME)


def _truth(prepared: Prepared) -> Mapping[str, float]:
    told = json.loads((prepared.deliveries / TRUTH).read_text(encoding="utf-8"))
    return {each["outcome"]: each["effect"] for each in told["effects"]}


def _estimated(found: Panel, values: Numbers, truth: float) -> Estimated:
    """Trained units beside those that never are, among units that have all months."""
    whole = ~np.isnan(values).any(axis=1)
    effects = answered(
        group_time_effects(
            outcomes=values[whole], first_treated=found.first_treated[whole], control="never"
        )
    )
    estimate = answered(overall_effect(effects, rng=np.random.default_rng(1)))
    error = math.nan if estimate.standard_error is None else estimate.standard_error
    return Estimated(value=estimate.value, standard_error=error, truth=truth)


def _told(found: list[Estimated]) -> Answer:
    rows = np.array([_row(each) for each in found])
    return {"off": np.array([each.off for each in found]), "estimates": rows}


def _row(found: Estimated) -> Numbers:
    return np.array([found.value, found.standard_error, found.truth])


def _approximate(prepared: Prepared, exact: Panel) -> tuple[Estimated, Numbers]:
    """The same estimate from medians that were guessed, and how far each is off."""
    guessed = _guessed(prepared, exact)
    error = np.abs(guessed - exact.values) / np.where(exact.values > 0, exact.values, np.nan)
    return _estimated(exact, guessed, _truth(prepared)[TIME]), error[~np.isnan(error)]


def _guessed(prepared: Prepared, exact: Panel) -> Numbers:
    (addend,) = addends(CATALOGUE[TIME])
    source = duckdb.read_parquet(files_of(prepared.year, addend.table))
    engine = duckdb.ready(prepared.year).engine
    rows = engine.run(
        f"SELECT {UNIT}, {month_of(addend.dated_by)} AS month_number,"
        f" approx_quantile({DAYS}, 0.5)::DOUBLE AS guessed FROM {source}"
        f" WHERE {holds(addend.among)} AND {DAYS} IS NOT NULL GROUP BY ALL"  # nosec B608 - names of our own invented nation
    )
    tree = tree_in(prepared.year.snapshot())
    row_of = {code: row for row, code in enumerate(exact.unit_codes)}
    line = np.full(int(tree.unit_number.max()) + 1, -1)
    for code, number in zip(tree.codes, tree.unit_number.tolist(), strict=True):
        line[number] = row_of.get(code, -1) if number >= 0 else line[number]
    first = exact.months[0].year * 12 + exact.months[0].month - 1
    guessed = np.full(exact.values.shape, np.nan)
    month = rows["month_number"].to_numpy().astype(np.int64) - first
    guessed[line[rows[UNIT].to_numpy()], month] = rows["guessed"].to_numpy()
    return guessed


def _remark(answer: Answer) -> Sentence:
    value, error, truth = answer["estimates"][0]
    return Sentence(
        "median completion time: %(value)s days, standard error %(error)s, planted %(truth)s; "
        "%(within)s of %(all)s outcomes within 2 standard errors",
        {
            "value": f"{value:.4f}",
            "error": f"{error:.4f}",
            "truth": f"{truth:.4f}",
            "within": int((answer["off"] <= WITHIN).sum()),
            "all": answer["off"].size,
        },
    )


def _remark_on_approximate(answer: Answer) -> Sentence:
    value, error, _ = answer["approximate"]
    return Sentence(
        "median completion time: %(value)s days, standard error %(error)s; of the cells %(share)s "
        "have another median, one in a hundred is off by %(worst)s or more",
        {
            "value": f"{value:.4f}",
            "error": f"{error:.4f}",
            "share": f"{(answer['p50 error'] > 0).mean():.1%}",
            "worst": f"{np.quantile(answer['p50 error'], 0.99):.1%}",
        },
    )
