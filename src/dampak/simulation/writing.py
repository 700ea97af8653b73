"""Write a world down as the files of an office, with its truth beside it."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dampak.foundation.text import Sentence
from dampak.simulation.dirt import Treatment, soiled
from dampak.simulation.draws import luck
from dampak.simulation.file_bytes import csv_bytes, xlsx_bytes
from dampak.simulation.office_files import FILES, OfficeFile
from dampak.simulation.plan import plan_text
from dampak.simulation.stains import REPEATED_HEADER, STAINS
from dampak.simulation.truth import truth_of
from dampak.simulation.world import World

TRUTH, PLAN, SEAL = "truth.json", "study.toml", "study.seal.json"
Counts = Counter[tuple[str, str, str]]
Tell = Callable[[Sentence, int, int], None]


class CannotWriteWorld(Exception):
    """Says why nothing was written."""

    def __init__(self, fault: Sentence) -> None:
        super().__init__(fault.message % fault.values)
        self.fault = fault


def write_world(
    world: World,
    directory: Path,
    *,
    is_dirty: bool = True,
    overwrite: bool = False,
    tell: Tell | None = None,
) -> list[Path]:
    """Write the data pack of a world; the same world always gives the same bytes.

    Parameters
    ----------
    directory
        Made if it is not there. Must be empty unless ``overwrite``; then the files of an earlier
        world are removed and nothing else is touched.
    is_dirty
        With the damage of real offices (`stains`), counted in the truth.
    tell
        Called before each step with what it is, its number and how many there are.

    Raises
    ------
    CannotWriteWorld
        If the directory holds something and ``overwrite`` was not asked for.
    """
    _clear(directory, overwrite=overwrite)
    counts = Counter[tuple[str, str, str]]()
    for done, file in enumerate(FILES):
        if tell:
            tell(Sentence("Writing %(file)s", {"file": file.name}), done + 1, len(FILES) + 1)
        content, found = _content(world, file, is_dirty=is_dirty)
        (directory / file.name).write_bytes(content)
        counts += found
    (directory / PLAN).write_text(plan_text(world), encoding="utf-8")
    if tell:
        tell(Sentence("Working out the truth"), len(FILES) + 1, len(FILES) + 1)
    names = [*(file.name for file in FILES), PLAN, TRUTH]
    _write_truth(directory / TRUTH, {**truth_of(world), "dirt": _listed(counts), "files": names})
    return [directory / name for name in names]


def _clear(directory: Path, *, overwrite: bool) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    if not any(directory.iterdir()):
        return
    if not overwrite:
        raise CannotWriteWorld(
            Sentence(
                "The folder %(folder)s is not empty, so nothing was written. Name a new folder, or "
                "add --force to replace an earlier simulation.",
                {"folder": str(directory)},
            )
        )
    for name in _written_before(directory):
        (directory / name).unlink(missing_ok=True)


def _written_before(directory: Path) -> list[str]:
    """The files of an earlier world in this folder; only plain names, never a path out of it."""
    try:
        truth = json.loads((directory / TRUTH).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    match truth:
        case {"format": "dampak-truth/1", "files": [*names]}:
            return [SEAL, *(name for name in names if Path(str(name)).name == name)]
    return []


def _content(world: World, file: OfficeFile, *, is_dirty: bool) -> tuple[bytes, Counts]:
    sheets, counts = [], Counter[tuple[str, str, str]]()
    for sheet in file.sheets(world):
        if is_dirty:
            rng = luck(world.seed, f"dirt {file.name} {sheet.table}")
            dirty, found = soiled(sheet, STAINS.get(sheet.table, ()), rng)
            counts.update({(sheet.table, *key): n for key, n in found.items()})
            sheets.append(dirty)
        else:
            sheets.append(sheet)
    if file.is_workbook:
        return xlsx_bytes(file, sheets), counts
    repeat = is_dirty and file.is_pasted
    if repeat:
        counts[sheets[0].table, REPEATED_HEADER, Treatment.REFUSED.value] += 1
    return csv_bytes(file, sheets[0], repeats_header=repeat), counts


def _listed(counts: Counts) -> list[dict[str, Any]]:
    return [
        {"table": table, "kind": kind, "treatment": treatment, "rows": rows}
        for (table, kind, treatment), rows in sorted(counts.items())
    ]


def _write_truth(path: Path, truth: dict[str, Any]) -> None:
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
