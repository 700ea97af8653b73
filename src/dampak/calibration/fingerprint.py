"""Which version of a method was tried: nobody has to remember to raise a number."""

import ast
import hashlib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from dampak.calibration.trial import Trial
from dampak.calibration.trials import module_of

HOUSE = "dampak."


def fingerprint_of(trial: Trial) -> str:
    """Twelve hexadecimal digits that change when any code below the trial changes.

    Taken over the trial's own words and the source of its module and of every module of the
    house which that imports, however deep.
    """
    digest = hashlib.sha256(repr(_words_of(trial)).encode())
    for name in sorted(_reached(module_of(trial))):
        digest.update(name.encode())
        digest.update(_source(import_module(name)))
    return digest.hexdigest()[:12]


def _words_of(trial: Trial) -> tuple[object, ...]:
    return (trial.code, trial.method, trial.world, trial.effect, trial.confidence)


def _reached(start: str) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _imports_of(import_module(name))
    return reached


def _imports_of(module: ModuleType) -> list[str]:
    nodes = list(ast.walk(ast.parse(_source(module))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [name for name in names if name.startswith(HOUSE) and _is_module(name)]


def _is_module(name: str) -> bool:
    """Of ``from a import b`` only those b that are files of their own."""
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _source(module: ModuleType) -> bytes:
    return Path(module.__file__).read_bytes() if module.__file__ else b""
