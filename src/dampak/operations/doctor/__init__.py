"""The doctor looks at everything the site stands on, and says what to do about what is wrong."""

from dampak.operations.doctor.examining import examine, is_well
from dampak.operations.doctor.finding import Finding, State, Visit

__all__ = ["Finding", "State", "Visit", "examine", "is_well"]
