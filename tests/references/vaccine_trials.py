"""Thirteen trials of a vaccine (Colditz and others 1994), printed in every book on synthesis."""

import numpy as np

TRIALS = """
4 119 11 128 44; 6 300 29 274 55; 3 228 11 209 42; 62 13536 248 12619 52; 33 5036 47 5761 13;
180 1361 372 1079 44; 8 2537 10 619 19; 505 87886 499 87892 13; 29 7470 45 7232 27;
17 1699 65 1600 42; 186 50448 141 27197 18; 5 2493 3 2338 33; 27 16886 29 17825 33
"""  # ill and well among the vaccinated, ill and well among the others, latitude


def log_ratios():
    """Log risk ratios, their variances, and the latitudes."""
    ill, well, ill_others, well_others, latitude = np.array(
        [row.split() for row in TRIALS.split(";")], dtype=float
    ).T
    total, total_others = ill + well, ill_others + well_others
    values = np.log(ill / total / (ill_others / total_others))
    return values, 1 / ill - 1 / total + 1 / ill_others - 1 / total_others, latitude
