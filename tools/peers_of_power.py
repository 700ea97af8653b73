"""What diff-diff says about the plans of tests/references/test_power.py.

Run from the repository with a Python that has `diff-diff`:

    python -W ignore -m tools.peers_of_power

The numbers in the tests came from diff-diff 3.13.0, which plans with the normal distribution.
"""

import diff_diff

if __name__ == "__main__":
    for trained, others, before, after, alike in (
        (20, 20, 12, 12, 0.0),
        (20, 20, 12, 12, 0.3),
        (5, 35, 12, 6, 0.5),
    ):
        found = diff_diff.compute_mde(trained, others, 1.0, n_pre=before, n_post=after, rho=alike)
        print(trained, others, before, after, alike, repr(found))
