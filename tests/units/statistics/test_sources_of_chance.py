"""Every method that draws says what is wrong with its source of chance, before anything else."""

import importlib
import inspect
import pkgutil

import numpy as np
import pytest

from dampak import statistics


def drawing_functions():
    for family in pkgutil.iter_modules(statistics.__path__):
        if not family.ispkg:
            continue
        module = importlib.import_module(f"dampak.statistics.{family.name}")
        for name in module.__all__:
            function = getattr(module, name)
            if inspect.isfunction(function) and "rng" in inspect.signature(function).parameters:
                yield pytest.param(function, id=f"{family.name}.{name}")


DRAWING = list(drawing_functions())


def test_the_families_that_draw_are_found():
    assert len(DRAWING) >= 25


@pytest.mark.parametrize("function", DRAWING)
@pytest.mark.parametrize("rng", [None, 7, np.random.RandomState(7)])
def test_what_is_no_generator_is_refused_by_name(function, rng):
    by_name = {"rng": rng}
    by_place = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is not parameter.KEYWORD_ONLY:
            by_place.append(None)
        elif parameter.default is parameter.empty:
            by_name.setdefault(name, None)

    with pytest.raises(ValueError, match=r"rng must be a numpy\.random\.Generator, got "):
        function(*by_place, **by_name)
