"""Where two cubes tell different numbers, in words."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.foundation.months import months_later
from dampak.foundation.text import Sentence
from dampak.warehouse.tallies.cube import CODE, SCOPE

Numbers = NDArray[np.float64]


def differences_between(served: pa.Table, counted: pa.Table) -> Iterator[Sentence]:
    """Say where the table of the cube that is served is not that of the cube counted again.

    Nothing if they are equal to the last digit; no reading on both sides is equal, too.
    """
    kept = [table.column(name) for table in (served, counted) for name in (CODE, SCOPE)]
    is_one_frame = kept[0].equals(kept[2]) and kept[1].equals(kept[3])
    if not is_one_frame or _told(served) != _told(counted):
        yield Sentence(
            "The cube has other units, months or indicators than the rows, so that its numbers "
            "cannot be compared one by one."
        )
        return
    for name in served.column_names:
        if name not in (CODE, SCOPE):
            yield from _in_column(name, served, counted)


def _in_column(name: str, served: pa.Table, counted: pa.Table) -> Iterator[Sentence]:
    one, other = _numbers(served, name), _numbers(counted, name)
    line, month = np.nonzero((one != other) & ~(np.isnan(one) & np.isnan(other)))
    if not len(line):
        return
    first = date.fromisoformat(_told(served)["first_month"])
    yield Sentence(
        "%(name)s: %(cells)s numbers of the cube are not what the rows come to. The first of them "
        "is of %(unit)s in %(month)s: %(served)s in the cube, %(counted)s from the rows.",
        {
            "name": name,
            "cells": len(line),
            "unit": served[CODE][int(line[0])].as_py() or Sentence("all units together"),
            "month": months_later(first, int(month[0])).isoformat()[:7],
            "served": _said(one[line[0], month[0]]),
            "counted": _said(other[line[0], month[0]]),
        },
    )


def _said(number: np.float64) -> Sentence | Decimal:
    return Sentence("no reading") if np.isnan(number) else Decimal(repr(float(number)))


def _numbers(table: pa.Table, name: str) -> Numbers:
    """A column in shape (lines, months)."""
    values: Numbers = table[name].combine_chunks().flatten().to_numpy()
    return values.reshape(len(table), -1)


def _told(table: pa.Table) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(table.schema.metadata[b"cube"])
    return told
