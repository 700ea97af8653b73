"""Write a nation down as its data centre would send it, with the truth beside it."""

import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dampak.foundation.text import Sentence
from dampak.simulation.nation.country import Nation, build_nation
from dampak.simulation.nation.months import (
    UNFINISHED,
    is_written,
    saved_tallies,
    write_month,
)
from dampak.simulation.nation.plan import plan_text
from dampak.simulation.nation.scale import Scale
from dampak.simulation.nation.tables import MONTHLY
from dampak.simulation.nation.truth import FORMAT, truth_of
from dampak.simulation.nation.units_file import UNITS, write_units
from dampak.simulation.writing import PLAN, SEAL, TRUTH, CannotWriteWorld

Tell = Callable[[Sentence, int, int], None]

BEGUN = "nation.json"
_MONTH_FILE = re.compile(rf"({'|'.join(MONTHLY)})/\d{{4}}-\d\d\.parquet")


def write_nation(
    nation: Nation, folder: Path, *, overwrite: bool = False, tell: Tell | None = None
) -> None:
    """Write the deliveries of a nation; the same scale always gives the same bytes.

    Parameters
    ----------
    folder
        Made if it is not there. Must be empty, or hold the unfinished writing of the same nation,
        which is then continued after its last whole month. With ``overwrite`` the files of an
        earlier nation are removed first, and nothing else is touched.
    tell
        Called before each step with what it is, its number and how many there are.

    Raises
    ------
    CannotWriteWorld
        If the folder holds something else and ``overwrite`` was not asked for.
    """
    scale, n_steps = nation.scale, nation.scale.n_months + 2
    _make_ready(scale, folder, overwrite=overwrite)
    if tell:
        tell(Sentence("Writing %(file)s", {"file": UNITS}), 1, n_steps)
    write_units(nation, folder / UNITS)
    (folder / PLAN).write_text(plan_text(nation), encoding="utf-8")
    for month, day in enumerate(scale.months):
        if tell:
            tell(Sentence("Writing %(file)s", {"file": f"{day:%Y-%m}"}), month + 2, n_steps)
        if not is_written(nation, folder, month):
            write_month(nation, folder, month)
    if tell:
        tell(Sentence("Working out the truth"), n_steps, n_steps)
    _write_truth(nation, folder)
    shutil.rmtree(folder / UNFINISHED)


def nation_in(folder: Path) -> Nation:
    """The nation whose finished deliveries are in a folder, for what comes after them.

    Raises
    ------
    CannotWriteWorld
        If there is none.
    """
    truth = _read(folder / TRUTH) or {}
    if truth.get("format") != FORMAT:
        raise CannotWriteWorld(
            Sentence(
                "In %(folder)s there is no nation that was written to its end. Write it first: "
                "dampak simulate-nation %(folder)s",
                {"folder": str(folder)},
            )
        )
    return build_nation(Scale(**truth["scale"]))


def files_of(scale: Scale) -> list[str]:
    """What is in the folder once the nation is written, but for its truth."""
    months = [f"{table}/{day:%Y-%m}.parquet" for table in MONTHLY for day in scale.months]
    return [UNITS, PLAN, *months]


def _make_ready(scale: Scale, folder: Path, *, overwrite: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    begun = folder / UNFINISHED / BEGUN
    if _read(begun) == asdict(scale):
        return
    if overwrite:
        _remove_nation(folder)
    elif any(folder.iterdir()):
        raise CannotWriteWorld(_why_not(folder, is_begun=begun.exists()))
    begun.parent.mkdir()
    begun.write_text(json.dumps(asdict(scale)), encoding="utf-8")


def _why_not(folder: Path, *, is_begun: bool) -> Sentence:
    named = {"folder": str(folder)}
    if is_begun:
        return Sentence(
            "The folder %(folder)s holds another nation that is not finished, so nothing was "
            "written. Finish it with its own rows, seed and months, name a new folder, or add "
            "--force to replace it.",
            named,
        )
    return Sentence(
        "The folder %(folder)s is not empty, so nothing was written. Name a new folder, or add "
        "--force to replace an earlier simulation.",
        named,
    )


def _remove_nation(folder: Path) -> None:
    """What an earlier nation left here; only its own files, never a path out of the folder."""
    shutil.rmtree(folder / UNFINISHED, ignore_errors=True)
    truth = _read(folder / TRUTH) or {}
    if truth.get("format") == FORMAT:
        for name in (UNITS, PLAN, SEAL, TRUTH):
            (folder / name).unlink(missing_ok=True)
    for table in MONTHLY:
        for path in (folder / table).glob("*.parquet"):
            if _MONTH_FILE.fullmatch(f"{table}/{path.name}"):
                path.unlink()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write_truth(nation: Nation, folder: Path) -> None:
    """Beside the files, and at once: a nation with a truth is a whole one."""
    truth = truth_of(nation, saved_tallies(nation, folder))
    coming = folder / UNFINISHED / TRUTH
    text = json.dumps({**truth, "files": files_of(nation.scale)}, ensure_ascii=False, indent=2)
    coming.write_text(text + "\n", encoding="utf-8")
    os.replace(coming, folder / TRUTH)
