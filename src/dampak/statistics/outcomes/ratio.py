"""How many times as much: the answer where changes multiply rather than add."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """How many times as high the trained are, or became, as they would be like the comparison.

    1 means no difference; 0.8 a fifth less. ``standard_error_of_log`` belongs to the natural
    logarithm of ``value``; None where the interval was not built from one. ``low`` may be 0 and
    ``high`` infinite. The other fields are those of `Estimate`.
    """

    value: float
    low: float
    high: float
    confidence: float
    n_trained: int
    n_comparison: int
    method: str
    standard_error_of_log: float | None = None

    @property
    def share_more(self) -> float:
        """As a share: -0.2 for a fifth less."""
        return self.value - 1
