"""Numbers for codes: given once, in the order of arrival, and never given again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import pyarrow as pa

NOT_NAMED = 0  # the number of a row that names no code
SHAPE = pa.schema({"of": pa.string(), "number": pa.int32(), "code": pa.string()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The codes of units, or of services, that have a number: the first has number 1."""

    codes: tuple[str, ...] = ()

    def with_codes(self, codes: Iterable[str | None]) -> "Numbers":
        """These, and after them whichever codes have none yet, in the order given."""
        known = set(self.codes)
        new = dict.fromkeys(code for code in codes if code is not None and code not in known)
        return Numbers(codes=(*self.codes, *new)) if new else self

    def by_code(self) -> Mapping[str, int]:
        """The number of each code."""
        return _by_code(self.codes)


@lru_cache(maxsize=4)
def _by_code(codes: tuple[str, ...]) -> Mapping[str, int]:
    """Asked again for every part, and a nation has 40,000 units."""
    return MappingProxyType({code: number for number, code in enumerate(codes, start=1)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """The numbers that the keys of all tallies of a snapshot are made of."""

    units: Numbers = Numbers()
    services: Numbers = Numbers()

    def as_table(self) -> pa.Table:
        """For the disk: ``of`` is ``unit`` or ``service``."""
        rows = [
            {"of": of, "number": number, "code": code}
            for of, numbers in (("unit", self.units), ("service", self.services))
            for code, number in numbers.by_code().items()
        ]
        return pa.Table.from_pylist(rows, schema=SHAPE)


def numbering_of(table: pa.Table) -> Numbering:
    """What `Numbering.as_table` wrote."""
    by: dict[str, list[str]] = {"unit": [], "service": []}
    for of, code in zip(table["of"].to_pylist(), table["code"].to_pylist(), strict=True):
        by[of].append(code)
    return Numbering(
        units=Numbers(codes=tuple(by["unit"])), services=Numbers(codes=tuple(by["service"]))
    )
