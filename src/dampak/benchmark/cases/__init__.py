"""One file per family of methods, each with its `CASES`."""

import pkgutil
from importlib import import_module

from dampak.benchmark.case import Case


def every_case() -> tuple[Case, ...]:
    """All cases of all families, in the order of their files and within each as written."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(case for name in names for case in _cases_of(name))


def _cases_of(name: str) -> tuple[Case, ...]:
    cases: tuple[Case, ...] = import_module(f"{__name__}.{name}").CASES
    return cases
