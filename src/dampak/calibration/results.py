"""One trial carried out, or remembered, and judged; a method that breaks stops no other."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from dampak.calibration.judging import Word, is_outside, word_for
from dampak.calibration.remembering import file_of, remember, remembered
from dampak.calibration.running import Kept, run_trial
from dampak.calibration.trial import Trial

TIMES = 4  # halves the luck of the draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How the worlds are made, and where the results are kept."""

    folder: Path
    n_worlds: int
    seed: int
    is_anew: bool = False

    def of_more_worlds(self) -> "Run":
        """The same worlds, and three times as many more."""
        return replace(self, n_worlds=TIMES * self.n_worlds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a trial: counts and a word, or the fault that broke it off."""

    trial: Trial
    word: Word
    kept: Kept | None = None
    fault: str = ""

    def is_outside(self, *, allowing: float) -> bool:
        """Beyond what was promised by more than so many simulation errors, perhaps by luck."""
        return self.kept is not None and is_outside(self.trial, self.kept, allowing=allowing)


def result_of(
    trial: Trial,
    run: Run,
    *,
    pool: ProcessPoolExecutor | None = None,
    progress: Callable[[int], None] = lambda _done: None,
) -> Result:
    """The result of an earlier run of the same code on the same worlds, or a new one.

    Raises
    ------
    BrokenProcessPool
        If a worker was killed: the pool cannot be used any more.
    """
    file = file_of(trial, run.folder, n_worlds=run.n_worlds, seed=run.seed)
    if not run.is_anew and (known := remembered(file)):
        return Result(trial=trial, kept=known, word=word_for(trial, known))
    try:
        kept = run_trial(trial, n_worlds=run.n_worlds, seed=run.seed, pool=pool, progress=progress)
    except BrokenProcessPool:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever a method does, the others are still asked
        return broke_off(trial, fault)
    remember(kept, file)
    return Result(trial=trial, kept=kept, word=word_for(trial, kept))


def broke_off(trial: Trial, fault: Exception) -> Result:
    """The trial found no end; what was raised is told."""
    return Result(trial=trial, word=Word.BROKE_OFF, fault=f"{type(fault).__name__}: {fault}")
