"""The offices of a nation by code and name, as its list of units holds them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from dampak.simulation.names import DISTRICTS, OFFICES
from dampak.simulation.nation.tree import Tree, agency_code, unit_code

ROOT = "NU"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One node of the tree; only those of kind ``unit`` serve."""

    code: str
    name: str
    parent_code: str
    kind: str


def offices_of(tree: Tree) -> Iterator[Office]:
    """All offices in preorder: parents before children, each with all its own behind it."""
    yield Office(code=ROOT, name="Negeri Uji", parent_code="", kind="negara")
    rows = zip(
        *(each.tolist() for each in (tree.group, tree.agency, tree.division, tree.section)),
        tree.place.tolist(),
        strict=True,
    )
    for group, in_group in groupby(rows, key=lambda row: row[0]):
        yield _group(group)
        for agency, in_agency in groupby(in_group, key=lambda row: row[1]):
            yield _agency(agency, group)
            yield from _below(agency, in_agency)


def _below(agency: int, rows: Iterator[tuple[int, ...]]) -> Iterator[Office]:
    """Everything under one agency."""
    for division, in_division in groupby(rows, key=lambda row: row[2]):
        above = agency_code(agency)
        if division >= 0:
            office = _division(division, above)
            yield office
            above = office.code
        for section, in_section in groupby(in_division, key=lambda row: row[3]):
            parent = above
            if section >= 0:
                office = _section(section, above)
                yield office
                parent = office.code
            for *_, place in in_section:
                yield _unit(agency, place, parent)


def _group(group: int) -> Office:
    again, place = divmod(group, len(DISTRICTS))
    return Office(
        code=f"P{group + 1:03}",
        name=f"Provinsi {DISTRICTS[place]} {again + 1}",
        parent_code=ROOT,
        kind="provinsi",
    )


def _agency(agency: int, group: int) -> Office:
    return Office(
        code=agency_code(agency),
        name=f"Kabupaten Uji {agency + 1}",
        parent_code=f"P{group + 1:03}",
        kind="kabupaten",
    )


def _division(division: int, above: str) -> Office:
    again, place = divmod(division, len(OFFICES))
    name = OFFICES[place] if not again else f"{OFFICES[place]} {again + 1}"
    return Office(code=f"{above}-D{division + 1:03}", name=name, parent_code=above, kind="dinas")


def _section(section: int, above: str) -> Office:
    name = f"Bidang Pelayanan {'I' * (section + 1)}"
    return Office(code=f"{above}-B{section + 1}", name=name, parent_code=above, kind="bidang")


def _unit(agency: int, place: int, parent: str) -> Office:
    code = unit_code(agency, place)
    return Office(code=code, name=f"Loket {code[1:]}", parent_code=parent, kind="unit")
