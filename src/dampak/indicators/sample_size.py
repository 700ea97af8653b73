"""How many respondents a satisfaction survey needs."""

from fractions import Fraction

CHI_SQUARE = Fraction("3.841")  # one degree of freedom, 95 percent
SHARE = Fraction(1, 2)  # the share that needs most respondents
MARGIN = Fraction("0.05")


def respondents_needed(population: int) -> int:
    """The sample for so many people served, by the table that the survey rule prints.

    Raises
    ------
    ValueError
        If nobody was served.

    References
    ----------
    Krejcie and Morgan (1970), Educational and Psychological Measurement 30, 607-610.
    """
    if population < 1:
        raise ValueError(f"population must be at least 1, not {population}.")
    spread = CHI_SQUARE * SHARE * (1 - SHARE)
    return round(spread * population / (MARGIN**2 * (population - 1) + spread))
