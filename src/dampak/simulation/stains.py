"""Which damage each table carries."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from dampak.simulation.dirt import Cells, Stain, Treatment

REPEATED_HEADER = "repeated-header"
NOWHERE = "UM-X99"
MISTYPED_YEAR = "2012"
# Characters that a Windows code page writes as single bytes, which UTF-8 does not allow.
WINDOWS_REMARK = "Pelayanan di café loket “bagus” – terima kasih"


def _copied(cells: Cells) -> Cells:
    return cells


def _at_no_unit(cells: Cells) -> Cells:
    return cells | {"unit_code": NOWHERE}


def _on_no_day(cells: Cells) -> Cells:
    """The last day of February, as some people see it."""
    column = next(name for name in ("received_at", "answered_on", "checked_on") if name in cells)
    return cells | {column: "31/02/2024"}


def _closed_too_early(cells: Cells) -> Cells:
    """The year was mistyped: closed long before it came in."""
    closed = re.sub(r"202\d", MISTYPED_YEAR, cells["received_at"], count=1)
    return cells | {"closed_at": closed, "status": "selesai"}


def _day_turned_round(cells: Cells) -> Cells:
    """A moment typed the other way round than its neighbours."""
    day, _, clock = cells["received_at"].partition(" ")
    turned = "-".join(reversed(re.split("[/-]", day)))
    return cells | {"received_at": f"{turned} {clock}"}


def _spaces_round_the_unit(cells: Cells) -> Cells:
    return cells | {"unit_code": f" {cells['unit_code']} "}


def _spaced_nip(cells: Cells) -> Cells:
    """As on a name plate: 19900131 202012 1 999."""
    nip = cells["person_key"]
    return cells | {"person_key": f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"}


def _nip_from_a_spreadsheet(cells: Cells) -> Cells:
    """What a spreadsheet makes of eighteen digits: the last three are gone for good."""
    digits = cells["person_key"].replace(" ", "")
    return cells | {"person_key": f"{digits[:15]}000"}


def _answered_five(cells: Cells) -> Cells:
    return cells | {"perilaku": "5"}


def _windows_remark(cells: Cells) -> Cells:
    return cells | {"comment": WINDOWS_REMARK}


DUPLICATE = Stain(
    kind="exact-duplicate", treatment=Treatment.DUPLICATE, in_10_000=12, smear=_copied
)
SPACED_NIP = Stain(
    kind="nip-with-spaces",
    treatment=Treatment.KEPT,
    in_10_000=300,
    smear=_spaced_nip,
    needs="person_key",
)
SPREADSHEET_NIP = Stain(
    kind="excel-damaged-nip",
    treatment=Treatment.REFUSED,
    in_10_000=60,
    smear=_nip_from_a_spreadsheet,
    needs="person_key",
)
NO_DAY = Stain(kind="impossible-date", treatment=Treatment.REFUSED, in_10_000=4, smear=_on_no_day)
NO_UNIT = Stain(kind="unknown-unit", treatment=Treatment.REFUSED, in_10_000=5, smear=_at_no_unit)
CLOSED_TOO_EARLY = Stain(
    kind="closed-before-received",
    treatment=Treatment.REFUSED,
    in_10_000=3,
    smear=_closed_too_early,
)
DAY_TURNED_ROUND = Stain(
    kind="other-date-style", treatment=Treatment.KEPT, in_10_000=20, smear=_day_turned_round
)
SPACES = Stain(
    kind="spaces-round-the-unit",
    treatment=Treatment.KEPT,
    in_10_000=10,
    smear=_spaces_round_the_unit,
)
FIVE = Stain(
    kind="answer-out-of-range", treatment=Treatment.REFUSED, in_10_000=4, smear=_answered_five
)
WINDOWS = Stain(
    kind="windows-1252-bytes", treatment=Treatment.KEPT, in_10_000=4, smear=_windows_remark
)


def _numbered(column: str, *stains: Stain) -> tuple[Stain, ...]:
    """The stains, each added row with a number of its own."""
    return tuple(replace(stain, renumbers=column) for stain in stains)


STAINS: Mapping[str, tuple[Stain, ...]] = MappingProxyType(
    {
        "people": (SPACED_NIP, SPREADSHEET_NIP, DUPLICATE),
        "training": (SPACED_NIP, SPREADSHEET_NIP, DUPLICATE),
        "service_requests": (
            *(DUPLICATE, DAY_TURNED_ROUND, SPACES),
            *_numbered("request_id", NO_DAY, NO_UNIT, CLOSED_TOO_EARLY),
        ),
        "complaints": (DUPLICATE, *_numbered("complaint_id", NO_DAY, NO_UNIT)),
        "satisfaction": (
            *(DUPLICATE, WINDOWS),
            *_numbered("response_id", NO_DAY, NO_UNIT, FIVE),
        ),
        "accuracy_checks": _numbered("record_id", NO_DAY, NO_UNIT),
    }
)
