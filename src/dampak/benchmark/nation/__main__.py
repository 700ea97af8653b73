"""One side in a fresh process; the words are those of `running.run_task`."""

import json
import sys
import warnings
from pathlib import Path

import numpy as np

from dampak.benchmark.nation.measuring import measured
from dampak.benchmark.nation.prepared import Prepared
from dampak.benchmark.nation.tasks import every_task


def main(folder: str, size: str, n_months: str, code: str, name: str, answer: str) -> None:
    """Measure a side, print what it cost, and keep what it answered."""
    prepared = Prepared(folder=Path(folder), size=float(size), n_months=int(n_months))
    task = next(task for task in every_task(prepared) if task.code == code)
    seen = measured(task.side(name))
    np.savez(answer, allow_pickle=False, **dict(seen.answer))
    cost = {
        "cpu_seconds": seen.cpu_seconds,
        "wall_seconds": seen.wall_seconds,
        "peak_bytes": seen.peak_bytes,
    }
    sys.stdout.write("\n" + json.dumps(cost) + "\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # those of peers
    main(*sys.argv[1:])
