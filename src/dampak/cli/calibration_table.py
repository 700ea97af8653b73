"""How well the methods kept their word, as a table for a terminal and for the manual."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.metadata import version

from django.utils import translation

from dampak import __version__
from dampak.calibration.judging import Word
from dampak.calibration.results import Result, Run
from dampak.foundation.text import Sentence, gettext_noop
from dampak.language.quantities import count, level, quantity
from dampak.language.saying import say

BELOW = ("numpy", "scipy", "statsmodels")
_HEADS = (
    gettext_noop("Trial"),
    gettext_noop("Answered"),
    gettext_noop("Interval held the truth"),
    gettext_noop("False claims"),
    gettext_noop("Verdict"),
)
_METHOD, _WORLD = gettext_noop("Method"), gettext_noop("World")
_TITLE = gettext_noop("How well each method keeps its word")
_HOW = gettext_noop(
    "Every method was put to %(worlds)s worlds with an effect that is known and to %(worlds)s "
    "without any. The interval should hold the truth as often as it promises, which is 95 times in "
    "100 unless the method says otherwise: from 93 to 97 passes. Where there is no effect, one may "
    "be claimed at most 5 times in 100, apart from luck in drawing the worlds; how large that is "
    "stands behind the ± sign. A trial that fell outside, be it by a hair, was put to four times "
    "as many worlds, the first ones among them, and if it still did by more than luck, to sixteen "
    "times as many; it is judged by all of them. Of tests that claim exactly 5 times in 100, half "
    "stay above it."
)
_MADE = gettext_noop(
    "Made on %(day)s by `dampak calibrate --worlds %(worlds)s --seed %(seed)s`, dampak %(version)s "
    "with %(below)s. Do not edit by hand: the same command makes the same table."
)


def as_lines(results: Sequence[Result], language: str) -> list[str]:
    """For a terminal: a row a trial, and below it the method and the world in words."""
    with translation.override(language):
        heads = [translation.gettext(head) for head in _HEADS]
        rows = [_cells(result, language) for result in results]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [_line(heads, widths), _line(["-" * width for width in widths], widths)]
    for result, cells in zip(results, rows, strict=True):
        lines += [_line(cells, widths), f"      {result.trial.method} · {result.trial.world}"]
    return lines


def as_markdown(results: Sequence[Result], run: Run, language: str, made_at: datetime) -> str:
    """For the manual: what was asked, how it was made, and the table."""
    below = ", ".join(f"{name} {version(name)}" for name in BELOW)
    values = {"worlds": str(run.n_worlds), "seed": str(run.seed), "version": __version__}
    made = Sentence(_MADE, {**values, "below": below, "day": made_at.date()})
    head = [f"# {say(_TITLE, language)}", say(Sentence(_HOW, values), language)]
    with translation.override(language):
        table = list(_markdown_rows(results, language))
    return "\n\n".join([*head, say(made, language), "\n".join(table)]) + "\n"


def _markdown_rows(results: Sequence[Result], language: str) -> Iterator[str]:
    trial, *others = (translation.gettext(head) for head in _HEADS)
    names = (translation.gettext(name) for name in (_METHOD, _WORLD))
    heads = [trial, *names, *others]
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for result in results:
        code, *cells = _cells(result, language)
        row = [f"`{code}`", result.trial.method, result.trial.world, *cells]
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


def _cells(result: Result, language: str) -> list[str]:
    kept = result.kept
    if kept is None:
        return [result.trial.code, "", "", "", _verdict(result, language)]
    return [
        kept.code,
        f"{count(kept.n_answered)}/{count(kept.n_worlds)}",
        _share(kept.coverage, kept.coverage_error),
        _share(kept.false_claims, kept.false_claims_error),
        _verdict(result, language),
    ]


def _share(value: float | None, error: float | None) -> str:
    if value is None or error is None:
        return ""
    return f"{level(value, 1, is_share=True)} ± {quantity(error, 1, is_share=True)}"


def _verdict(result: Result, language: str) -> str:
    word = say(result.word.value, language)
    match result.word:
        case Word.WIDE_FOR_A_REASON:
            return f"{word} {result.trial.wide_because}"
        case Word.BROKE_OFF:
            return f"{word}: {result.fault}"
        case _:
            return word


def _line(cells: list[str], widths: list[int]) -> str:
    padded = zip(cells, widths, range(len(cells)), strict=True)
    return "  ".join(
        cell.rjust(width) if 0 < column < len(cells) - 1 else cell.ljust(width)
        for cell, width, column in padded
    ).rstrip()
