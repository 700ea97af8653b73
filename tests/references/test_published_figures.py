"""The figures of tools/published_figures.py whose rows come from development dependencies.

The minimum-wage example is computed there as well; its rows are fetched and so not in here. The
numbers are those that were printed by the authors named in the tool.
"""

import pytest
from tools import published_figures

PUBLISHED = {
    "nsw-dw": ({"att": 1794.34, "se": 632.85}, 0.01),
    "kielmc-did": (
        {"att": [-11863.9, -21920.27, -14177.93], "se": [7456.65, 6359.75, 4987.27]},
        0.01,
    ),
    "petersen-cluster": (
        {
            "se": {
                "ols": 0.0286,
                "white": 0.0284,
                "firm": 0.0506,
                "year": 0.0334,
                "firm_year": 0.0536,
            }
        },
        5e-5,
    ),
    "grunfeld-within": (
        {
            "coef": {"value": 0.110124, "capital": 0.310065},
            "se": {"value": 0.011857, "capital": 0.017355},
        },
        1e-6,
    ),
    "eight-schools": ({"mean": 7.686, "se": 4.072, "tau2": 0, "Q": 4.707}, 1e-3),
    "sleepstudy": (
        {
            "coef": {"const": 251.405, "days": 10.467},
            "se": {"const": 6.825, "days": 1.546},
            "sd": {"const": 24.741, "days": 5.922, "residual": 25.592},
            "corr": 0.066,
        },
        1e-3,
    ),
    "attitude-alpha": ({"alpha": 0.8431, "standardised": 0.8391}, 1e-4),
}


def leaves(figures, name=""):
    if isinstance(figures, dict):
        return {key: x for k, v in figures.items() for key, x in leaves(v, f"{name}.{k}").items()}
    if isinstance(figures, list):
        return {key: x for i, v in enumerate(figures) for key, x in leaves(v, f"{name}{i}").items()}
    return {name: figures}


@pytest.mark.parametrize("study", PUBLISHED)
def test_every_figure_of_the_study_is_the_one_published(study):
    published, tolerance = PUBLISHED[study]

    computed = leaves(published_figures.STUDIES[study]())

    assert computed == pytest.approx(leaves(published), abs=tolerance)


def test_no_study_is_left_unchecked():
    assert PUBLISHED.keys() == published_figures.STUDIES.keys()
