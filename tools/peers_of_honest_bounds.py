"""The event study behind the published bounds, and what another program makes of it.

Run from the repository with a Python that has `moderndid[didhonest]`, which the product needs not:

    python -W ignore -m tools.peers_of_honest_bounds

The numbers in tests/references/test_honest_bounds.py came from the Medicaid panel in moderndid
0.2.0, with the regression and the cluster factor of R's fixest written out below, and from its
interval of fixed length.
"""

import moderndid
import numpy as np
from moderndid.didhonest import compute_flci

YEARS = (2008, 2009, 2010, 2011, 2012, 2014, 2015)


def event_study():
    """Insurance by state and year, expanding states of 2014 against those of 2016 or later."""
    table = moderndid.load_ehec().to_pandas()
    table = table[(table.year < 2016) & (table.yexp2.isna() | (table.yexp2 != 2015))]
    state, year = (
        np.unique(column, return_inverse=True)[1] for column in (table.stfips, table.year)
    )
    leads = np.stack([(table.yexp2 == 2014) & (table.year == y) for y in YEARS], axis=1)
    dummies = np.hstack([np.eye(state.max() + 1)[state], np.eye(year.max() + 1)[year][:, 1:]])
    x = leads - dummies @ np.linalg.lstsq(dummies, leads.astype(float), rcond=None)[0]
    y = table.dins.to_numpy()
    y = y - dummies @ np.linalg.lstsq(dummies, y, rcond=None)[0]
    inverse = np.linalg.inv(x.T @ x)
    values = inverse @ x.T @ y
    scores = x * (y - x @ values)[:, None]
    by_state = np.stack([scores[state == s].sum(axis=0) for s in range(state.max() + 1)])
    clusters, n, k = by_state.shape[0], y.size, len(YEARS) + year.max() + 1
    factor = clusters / (clusters - 1) * (n - 1) / (n - k)
    return values, factor * inverse @ by_state.T @ by_state @ inverse


if __name__ == "__main__":
    np.set_printoptions(precision=12, linewidth=100)
    values, covariance = event_study()
    print(values * 100, covariance * 10_000, sep="\n")
    for weights in ([1.0, 0.0], [0.5, 0.5]):
        for bend in (0.0, 0.01, 0.02, 0.03, 0.05):
            flci = compute_flci(
                values, covariance, bend, 5, 2, post_period_weights=np.array(weights)
            )
            print(weights, bend, flci.flci)
