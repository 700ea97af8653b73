"""The tree of offices: a regency, its agencies, and the units where the public is served."""

from dataclasses import dataclass
from itertools import product

from dampak.simulation.names import DISTRICTS, OFFICES, QUARTERS, REGENCY, REGION, TECHNICAL_UNITS

ROOT = "UM"
# of the serving units: one in four an agency's own counter, one in five a district, and so on
SHARES = {"dinas": 0.25, "kecamatan": 0.20, "uptd": 0.25, "kelurahan": 0.30}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One office of the regency; only some have a counter."""

    code: str
    name: str
    parent_code: str
    kind: str
    region_code: str = REGION
    serves: bool = True


def build_units(n_serving: int) -> tuple[Unit, ...]:
    """The whole tree with exactly ``n_serving`` serving units, parents before children."""
    return (*_heads(), *serving_units(n_serving))


def serving_units(n_serving: int) -> tuple[Unit, ...]:
    """The units with a counter, in the order of their codes' kinds."""
    counts = {kind: int(n_serving * share) for kind, share in SHARES.items()}
    counts["kelurahan"] = n_serving - counts["dinas"] - counts["kecamatan"] - counts["uptd"]
    offices = [_office(i) for i in range(counts["dinas"])]
    districts = [_district(i) for i in range(counts["kecamatan"])]
    return (
        *offices,
        *districts,
        *(_technical_unit(i, offices[i % len(offices)]) for i in range(counts["uptd"])),
        *(_quarter(i, districts[i % len(districts)]) for i in range(counts["kelurahan"])),
    )


def _heads() -> tuple[Unit, ...]:
    root = Unit(
        code=ROOT, name=f"Pemerintah {REGENCY}", parent_code="", kind="pemerintah", serves=False
    )
    staff = (
        ("UM-SETDA", "Sekretariat Daerah", "sekretariat"),
        ("UM-INSPEKTORAT", "Inspektorat Daerah", "inspektorat"),
        ("UM-BKPSDM", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "badan"),
    )
    return (
        root,
        *(Unit(code=c, name=n, parent_code=ROOT, kind=k, serves=False) for c, n, k in staff),
    )


def _numbered(names: tuple[str, ...], index: int) -> str:
    """The name, with a number after it once the list has been used up."""
    again, place = divmod(index, len(names))
    return names[place] if not again else f"{names[place]} {again + 1}"


def _office(index: int) -> Unit:
    name = _numbered(OFFICES, index)
    return Unit(code=f"UM-D{index + 1:02}", name=name, parent_code=ROOT, kind="dinas")


def _district(index: int) -> Unit:
    return Unit(
        code=f"UM-K{index + 1:02}",
        name=f"Kecamatan {_numbered(DISTRICTS, index)}",
        parent_code=ROOT,
        kind="kecamatan",
        region_code=f"{REGION}.{index + 1:02}",
    )


def _technical_unit(index: int, office: Unit) -> Unit:
    places = tuple(f"{kind} {place}" for place, kind in product(DISTRICTS, TECHNICAL_UNITS))
    name = _numbered(places, index)
    return Unit(code=f"UM-T{index + 1:02}", name=name, parent_code=office.code, kind="uptd")


def _quarter(index: int, district: Unit) -> Unit:
    place = district.name.removeprefix("Kecamatan ").split()[-1]
    return Unit(
        code=f"UM-L{index + 1:02}",
        name=f"Kelurahan {place} {_numbered(QUARTERS, index // len(DISTRICTS))}",
        parent_code=district.code,
        kind="kelurahan",
        region_code=f"{district.region_code}.{1001 + index // len(DISTRICTS)}",
    )
