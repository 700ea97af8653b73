"""A nation that is made ready once for each size, and asked many times."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import dampak
from dampak.benchmark.nation.counted import Counted
from dampak.benchmark.nation.plain_rows import write_plain_rows
from dampak.foundation.text import Sentence
from dampak.indicators.catalogue import CATALOGUE
from dampak.simulation.agency_file import write_agency_files
from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.increments import write_correction, write_day
from dampak.simulation.nation.scale import Scale
from dampak.simulation.nation.writing import nation_in, write_nation
from dampak.simulation.writing import TRUTH
from dampak.warehouse.bulk.delivering import Delivery, delivery_in
from dampak.warehouse.bulk.terms import counted
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import Store, build

Tell = Callable[[Sentence, int, int], None]

MILLION = 1_000_000
AT, BY = datetime(2026, 1, 2, 8, tzinfo=UTC), "benchmark"
STAMP = "made-by"
BELOW = ("warehouse", "simulation", "indicators", "datapack", "foundation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A nation of ``size`` million requests in ``folder``, with everything that is asked of."""

    folder: Path
    size: float
    n_months: int = 12

    @property
    def words(self) -> tuple[str, str, str]:
        """What a process has to be told to find it."""
        return str(self.folder), str(self.size), str(self.n_months)

    @property
    def scale(self) -> Scale:
        """How large the nation is."""
        return Scale(rows=round(self.size * MILLION), n_months=self.n_months)

    @property
    def deliveries(self) -> Path:
        """Its months as they came."""
        return self.folder / "deliveries"

    @property
    def day(self) -> Path:
        """What comes on the day after."""
        return self.folder / "day"

    @property
    def correction(self) -> Path:
        """What one agency corrects."""
        return self.folder / "correction"

    @property
    def register(self) -> Path:
        """A register as an agency exports it, of a million rows at most."""
        return self.folder / "register"

    @property
    def year(self) -> Counted:
        """The months, published and counted."""
        return self._counted("year")

    def after(self, delivery: Path) -> Counted:
        """The months, and one delivery after them."""
        return self._counted(f"after-{delivery.name}")

    def _counted(self, name: str) -> Counted:
        folder = self.folder / name
        return Counted(home=folder / "warehouse", plain=folder / "plain")


def prepare(prepared: Prepared, *, tell: Tell) -> Prepared:
    """Make everything that is not there yet, or that other code has made."""
    if not (prepared.deliveries / TRUTH).exists():
        nation = build_nation(prepared.scale)
        write_nation(nation, prepared.deliveries, overwrite=True, tell=tell)
    steps = list(_steps(prepared))
    for number, (path, make) in enumerate(steps, start=1):
        if not _is_made(path):
            tell(Sentence("Making ready: %(what)s", {"what": path.name}), number, len(steps))
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir(parents=True)
            make()
            (path / STAMP).write_text(fingerprint())
    return prepared


def built(delivery: Delivery, store: Store, *, is_counted: bool = True) -> Snapshot:
    """Publish a delivery as `dampak build` does; or its rows alone, without counting them."""
    terms = delivery.terms()
    if is_counted:
        terms = counted(terms, CATALOGUE.values())
    return build(store, delivery.promised, terms, at=AT, by=BY)


def copied(home: Path, target: Path) -> Path:
    """A home of its own with the same objects, which nobody ever changes."""
    shutil.copytree(home, target, copy_function=_linked)
    return target


def fingerprint() -> str:
    """Changes with any line of the code that makes a nation ready."""
    house, digest = Path(dampak.__file__).parent, hashlib.sha256()
    for path in sorted(path for room in BELOW for path in (house / room).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_made(path: Path) -> bool:
    stamp = path / STAMP
    return stamp.exists() and stamp.read_text() == fingerprint()


def _steps(prepared: Prepared) -> Iterator[tuple[Path, Callable[[], object]]]:
    nation = nation_in(prepared.deliveries)
    rows = min(MILLION, nation.scale.rows)
    yield prepared.day, lambda: write_day(nation, prepared.day, number=1)
    yield prepared.correction, lambda: write_correction(nation, prepared.correction)
    yield prepared.register, lambda: write_agency_files(prepared.register, rows=rows)
    yield prepared.year.home.parent, partial(_publish, prepared.deliveries, prepared.year)
    for delivery in (prepared.day, prepared.correction):
        after = prepared.after(delivery)
        yield after.home.parent, partial(_publish, delivery, after, prepared.year)


def _publish(delivery: Path, to: Counted, on: Counted | None = None) -> None:
    store = Store(copied(on.home, to.home) if on else to.home)
    snapshot = built(delivery_in(delivery, store), store)
    to.plain.mkdir()
    write_plain_rows(snapshot, to.plain)


def _linked(source: str, target: str) -> str:
    """Objects are shared; all else is copied."""
    if Path(source).parent.name == "objects":
        os.link(source, target)
        return target
    return str(shutil.copy2(source, target))
