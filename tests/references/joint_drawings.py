"""Seven t-values and 499 joint drawings of them without an effect, made by a formula."""

import numpy as np


def joint_drawings():
    """Shapes (7,) and (499, 7); waves of unlike frequency, so that the columns move together."""
    at, column = np.arange(1, 500)[:, None], np.arange(1, 8)
    shared = np.sin(12.9898 * at) * 1.3
    drawn = shared + 1.1 * np.sin(78.233 * at * np.sqrt(column)) + 0.6 * np.cos(at * column)
    return np.array([2.9, -2.3, 0.4, 3.4, 2.31, -1.9, 1.2]), drawn
