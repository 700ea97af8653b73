"""One cell in a fresh process: `python -m dampak.benchmark CODE ours|peer` prints JSON."""

import json
import sys
import warnings
from dataclasses import asdict

from dampak.benchmark.cases import every_case
from dampak.benchmark.measuring import measure

if __name__ == "__main__":
    warnings.simplefilter("ignore")  # those of peers
    code, side = sys.argv[1:]
    case = next(each for each in every_case() if each.code == code)
    measured = measure(case.ours if side == "ours" else case.peer)
    sys.stdout.write("\n" + json.dumps(asdict(measured)) + "\n")
