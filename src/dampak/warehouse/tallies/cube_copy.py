"""A copy of a cube in memory that is written over in some cells, where they lie."""

from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.indicators.definition import Definition
from dampak.indicators.finishing import Finished
from dampak.warehouse.tallies.cube import DENOMINATOR, NUMERATOR, VALUE, cube_in


class CubeCopy:
    """The bytes of a cube; equal readings in all cells are equal bytes.

    Raises ValueError for a cube of a format that is not known here.
    """

    def __init__(self, path: Path) -> None:
        self.data = bytearray(path.read_bytes())
        cube = cube_in(pa.ipc.open_file(pa.py_buffer(self.data)).read_all())
        if cube is None:
            raise ValueError(f"{path.name} is no cube that is known here.")
        self._numbers = {name: self._writable(each) for name, each in cube.numbers.items()}
        self.lines = cube.everywhere + 1

    def put(
        self,
        definition: Definition,
        lines: NDArray[np.int64],
        months: slice,
        found: Finished,
    ) -> None:
        """Write what was read of an indicator, in shape (lines, months), over these cells."""
        numbers = {NUMERATOR: found.numerator, DENOMINATOR: found.denominator, VALUE: found.value}
        for name, given in numbers.items():
            if given is not None:
                self._numbers[f"{definition.code}.{name}"][lines, months] = given

    def _writable(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same place in ``data``, which Arrow shows for reading only."""
        whole = np.frombuffer(self.data, np.uint8)
        begins = numbers.ctypes.data - whole.ctypes.data
        size = numbers.nbytes
        return whole[begins : begins + size].view(np.float64).reshape(numbers.shape)
