"""The organisation on one day: who stood below whom, and where to look for everybody else."""

from collections.abc import Iterable
from datetime import date
from itertools import takewhile

from dampak.warehouse.organisation.circles import refuse_circles
from dampak.warehouse.organisation.register import Register, Span
from dampak.warehouse.organisation.succession import Fate, fates

Above = dict[str, str | None]


class OnADay:
    """``above`` has each unit that stands on the day, and the unit above it; None at the top.

    A unit whose row still names one that stands no more is below the one that took over from it;
    if there is none, or several, below the nearest above all of those. ``fate`` says where the work
    of any span is. Raises ValueError if a unit stood below itself.
    """

    def __init__(self, register: Register, day: date) -> None:
        self._register, self._day = register, day
        self.fate = fates(register, day)
        standing = {code: register.standing(code, day) for code in register.spans}
        over = {code: span.parent_code for code, span in standing.items() if span}
        self.above: Above = {code: up if up in over else None for code, up in over.items()}
        refuse_circles(self.above, self.above)
        for code, up in over.items():
            if up is not None and up in register.spans and up not in over:
                self._stand_below_the_heir(code, up)

    def place(self, fate: Fate) -> str | None:
        """The unit that has the work, or the nearest above all that have some; None for the top."""
        return self._place(fate, frozenset())

    def _stand_below_the_heir(self, code: str, gone: str) -> None:
        """Below whoever has the work of the unit that is gone, but never below itself."""
        heir = self.place(self._fate_of(gone, self._day))
        line = self._line(heir)
        self.above[code] = None if code in line else heir

    def _place(self, fate: Fate, asked: frozenset[Span]) -> str | None:
        span = fate.span
        if span.holds(self._day):
            return span.code
        if span in asked:
            return None
        asked |= {span}
        if fate.parts:
            return self._nearest_above_all([self._place(part, asked) for part in fate.parts])
        if span.parent_code is None or span.parent_code not in self._register.spans:
            return None
        when = max(span.begins_on, min(span.ends_on, self._day))
        return self._place(self._fate_of(span.parent_code, when), asked)

    def _fate_of(self, code: str, day: date) -> Fate:
        return self.fate[self._register.nearest(code, day)]

    def _nearest_above_all(self, codes: Iterable[str | None]) -> str | None:
        """The last unit that the lines from the top to all of these have in common."""
        lines = [self._line(code)[::-1] for code in codes]
        shared = takewhile(lambda level: len(set(level)) == 1, zip(*lines, strict=False))
        return next(iter([level[0] for level in shared][::-1]), None)

    def _line(self, code: str | None) -> list[str]:
        """The unit and all above it, from below to the top."""
        line: list[str] = []
        while code is not None:
            line.append(code)
            code = self.above[code]
        return line
