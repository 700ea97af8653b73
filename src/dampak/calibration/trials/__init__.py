"""One file per family of methods, each with its `TRIALS`."""

import pkgutil
from importlib import import_module

from dampak.calibration.trial import Trial


def every_trial() -> tuple[Trial, ...]:
    """All trials of all families, in the order of their files and within each as written."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(trial for name in names for trial in _trials_of(name))


def module_of(trial: Trial) -> str:
    """The family's file that holds the trial; where its world is made, if none does."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    holding = (name for name in names if trial in _trials_of(name))
    return next((f"{__name__}.{name}" for name in holding), trial.once.__module__)


def _trials_of(name: str) -> tuple[Trial, ...]:
    trials: tuple[Trial, ...] = import_module(f"{__name__}.{name}").TRIALS
    return trials
