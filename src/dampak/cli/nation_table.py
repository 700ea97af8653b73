"""The benchmark of a nation as tables for a terminal and for the manual."""

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from django.utils import translation

from dampak import __version__
from dampak.benchmark.nation.demands import Demand, Found
from dampak.benchmark.nation.outcome import Agreement, Outcome
from dampak.benchmark.nation.seen import MEBIBYTE, Broken, NotInstalled, Seen
from dampak.foundation.text import Sentence, gettext_noop
from dampak.language.quantities import quantity
from dampak.language.saying import say

PEERS = ("duckdb", "chdb", "polars", "datafusion", "pyspark", "pandas", "numpy", "pyarrow")
_HEADS = (
    gettext_noop("Side"),
    gettext_noop("CPU, s"),
    gettext_noop("Times ours"),
    gettext_noop("Wall, s"),
    gettext_noop("Peak, MiB"),
    gettext_noop("Same numbers"),
)
_TASK, _DEMANDED, _FOUND, _REACHED = (
    gettext_noop("Task"),
    gettext_noop("Demanded"),
    gettext_noop("Found"),
    gettext_noop("Reached"),
)
_YES, _NO, _NOT_MEASURED = gettext_noop("yes"), gettext_noop("no"), gettext_noop("not measured")
_NOT_INSTALLED = gettext_noop("not installed")
_TITLE = gettext_noop("A nation counted, beside the engines of others")
_HOW = gettext_noop(
    "NIB, the National Indicator Build, with %(size)s million service requests and the complaints, "
    "answers, checks and courses that belong to them. Every side of a task ran in a process of its "
    "own, in turn and in rotating order; of each the cheapest run counts. CPU is user and system "
    "time of all its processes inside the work: two sides of one run can be compared even on a "
    "machine that does other work, seconds of two runs cannot. Numbers are the same when every "
    "one of them is, to five digits."
)
_MADE = gettext_noop(
    "Made on %(day)s by `dampak bench --nation %(size)s`, dampak %(version)s with %(peers)s, "
    "%(cores)s cores (%(machine)s). Do not edit by hand: the same command makes the same table."
)


def nation_lines(outcome: Outcome, language: str) -> list[str]:
    """For a terminal: a row a side, then every demand with what was found."""
    with translation.override(language):
        rows = [[translation.gettext(head) for head in _HEADS], *_rows(outcome)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [f"{outcome.task.code}  {translation.gettext(outcome.task.title)}"]
        lines += [f"    {_line(row, widths)}" for row in rows]
        lines += [f"    {name}: {said}" for name, said in _remarks(outcome, language)]
        for demand, found in outcome.judged:
            said, number, reached = _judged(demand, found, language)
            lines.append(f"    {said}: {number}, {reached}")
    return lines


def as_markdown(outcomes: Sequence[Outcome], size: float, language: str) -> str:
    """For the manual: how it was made, what was demanded and found, and every side."""
    installed = [f"{name} {found}" for name in PEERS if (found := _version_of(name))]
    values = {
        "day": datetime.now().astimezone().date(),
        "size": f"{size:g}",
        "version": __version__,
        "peers": ", ".join(installed),
        "cores": os.cpu_count() or 1,
        "machine": platform.machine(),
    }
    head = [
        f"# {say(_TITLE, language)}",
        *(say(Sentence(each, values), language) for each in (_HOW, _MADE)),
    ]
    with translation.override(language):
        parts = [*head, "\n".join(_demands(outcomes, language))]
        for outcome in outcomes:
            parts += _of_task(outcome, language)
    return "\n\n".join(parts) + "\n"


def _demands(outcomes: Sequence[Outcome], language: str) -> Iterator[str]:
    heads = [translation.gettext(head) for head in (_TASK, _DEMANDED, _FOUND, _REACHED)]
    yield _markdown_row(heads)
    yield _markdown_row(["---"] * len(heads))
    for outcome in outcomes:
        for demand, found in outcome.judged:
            yield _markdown_row([outcome.task.code, *_judged(demand, found, language)])


def _of_task(outcome: Outcome, language: str) -> Iterator[str]:
    yield f"## {outcome.task.code} {translation.gettext(outcome.task.title)}"
    if outcome.task.note:
        yield translation.gettext(outcome.task.note)
    heads = [translation.gettext(head) for head in _HEADS]
    rows = [heads, ["---"] * len(heads), *_rows(outcome)]
    yield "\n".join(_markdown_row(row) for row in rows)
    if remarks := [f"- {name}: {said}" for name, said in _remarks(outcome, language)]:
        yield "\n".join(remarks)


def _rows(outcome: Outcome) -> Iterator[list[str]]:
    for name, showing in outcome.showings.items():
        match showing:
            case Seen():
                yield [
                    name,
                    quantity(showing.cpu_seconds, 3),
                    _times_ours(showing, outcome),
                    quantity(showing.wall_seconds, 3),
                    quantity(showing.peak_bytes / MEBIBYTE, 0),
                    _agreed(outcome.agreement(name)),
                ]
            case NotInstalled():
                yield [name, translation.gettext(_NOT_INSTALLED), "", "", "", ""]
            case Broken():
                yield [name, showing.why, "", "", "", ""]


def _times_ours(showing: Seen, outcome: Outcome) -> str:
    ours = outcome.ours
    if not isinstance(ours, Seen) or showing is ours:
        return ""
    times = showing.cpu_seconds / ours.cpu_seconds
    return quantity(times, 2 if times < 10 else 0)


def _agreed(agreement: Agreement | None) -> str:
    if agreement is None:
        return ""
    compared = quantity(agreement.compared, 0)
    if agreement.is_same:
        return f"{translation.gettext(_YES)} ({compared})"
    return f"{translation.gettext(_NO)} ({quantity(agreement.unlike, 0)} / {compared})"


def _judged(demand: Demand, found: Found | None, language: str) -> list[str]:
    said = say(demand.says, language)
    if found is None:
        return [said, translation.gettext(_NOT_MEASURED), ""]
    number = quantity(found.number, 0 if found.of is not None or found.number >= 100 else 2)
    beside = f" / {quantity(found.of, 0)}" if found.of is not None else ""
    against = f" ({found.against})" if found.against else ""
    return [
        said,
        f"{number}{beside}{against}",
        translation.gettext(_YES if found.is_reached else _NO),
    ]


def _remarks(outcome: Outcome, language: str) -> Iterator[tuple[str, str]]:
    for side in outcome.task.sides:
        showing = outcome.showings[side.name]
        if isinstance(showing, Seen) and (remark := side.remark(showing.answer)):
            yield side.name, say(remark, language)


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
    return "  ".join([cells[0].ljust(widths[0]), *padded[1:]]).rstrip()
