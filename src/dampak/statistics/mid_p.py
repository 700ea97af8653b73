"""The exact interval of a share with half of the weight on what was seen."""

from scipy import optimize, special


def mid_p_interval(yes: int, n: int, *, confidence: float) -> tuple[float, float]:
    """The shares under which neither this count or fewer, nor this or more, is too rare.

    References
    ----------
    Lancaster (1961), JASA 56, 223-234. Agresti and Gottard (2005), Statistical Science 20, 367-371.
    """
    tail = (1 - confidence) / 2

    def fewer(share: float) -> float:
        """The chance of fewer, and half of just as many."""
        upto = special.bdtr(yes, n, share)
        return float((upto + (special.bdtr(yes - 1, n, share) if yes else 0.0)) / 2)

    def where(chance: float) -> float:
        return float(optimize.brentq(lambda share: fewer(share) - chance, 0.0, 1.0, xtol=1e-14))

    return (where(1 - tail) if yes else 0.0), (where(tail) if yes < n else 1.0)
