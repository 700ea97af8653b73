"""Answers of 240 people to ten questions by a formula, so that any program can make them."""

import numpy as np


def formula_answers():
    """Right or wrong (240, 10), and the focal group (240,), for which question 3 is harder."""
    person, item = np.arange(240)[:, None], np.arange(10)
    focal = (person[:, 0] % 5 < 2).astype(int)
    ability = 1.3 * np.sin(2.7 * person + 0.3) + 0.4 * np.cos(0.9 * person) - 0.3 * focal[:, None]
    harder = (item - 4.5) / 3 + 1.1 * focal[:, None] * (item == 3)
    luck = (1e4 * np.abs(np.sin(12.9898 * (person + 1) + 78.233 * (item + 1)))) % 1
    return (luck < 1 / (1 + np.exp(-(ability - harder)))).astype(float), focal
