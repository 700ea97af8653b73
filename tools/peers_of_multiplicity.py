"""What other programs say about the p-values of tests/references/test_multiplicity.py.

Run from the repository with a Python that has `pyfixest`, which the product needs not:

    python -W ignore -m tools.peers_of_multiplicity

The step-down p-values in tests/references/test_multiplicity.py came from pyfixest 0.60.0. The other
peers there, statsmodels and scipy, are asked inside the tests.
"""

from pyfixest.estimation.post_estimation.multcomp import _get_rwolf_pval
from tests.references.joint_drawings import joint_drawings

if __name__ == "__main__":
    statistics, drawn = joint_drawings()
    print("pyfixest", _get_rwolf_pval(statistics, drawn).tolist())
