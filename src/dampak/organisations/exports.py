"""The tree and the postings as rows of the data pack, for the warehouse."""

from collections.abc import Iterator
from datetime import date

from dampak.organisations.models import LONG_AGO, Posting, Succession, UnitSpell

Row = tuple[str, ...]

UNIT_COLUMNS = (
    *("code", "name", "parent_code", "kind", "region_code"),
    *("valid_from", "valid_to", "successor_code"),
)
PEOPLE_COLUMNS = ("person_key", "unit_code", "position", "from_on", "to_on")
BETWEEN_CODES = "; "
AT_ONCE = 5_000


def unit_rows() -> Iterator[Row]:
    """Every unit as often as it was otherwise, with its days and, after the last, who took over."""
    successors = _successors()
    columns = (
        *("unit__code", "name", "parent__code", "kind", "region_code", "valid_from", "valid_to"),
        "unit__ended_on",
    )
    spells = UnitSpell.objects.order_by("unit__path", "valid_from").values_list(*columns)
    for code, name, parent, kind, region, begins, ends, ended in spells.iterator(AT_ONCE):
        after = successors.get(code, "") if ends is not None and ends == ended else ""
        yield (code, name, parent or "", kind, region, _day(begins), _day(ends), after)


def people_rows() -> Iterator[Row]:
    """Every posting; a person is known by a key that says nothing and outlives every NIP."""
    columns = ("person__public_id", "unit__code", "position", "valid_from", "valid_to")
    postings = Posting.objects.order_by("person_id", "valid_from").values_list(*columns)
    for public_id, unit, position, begins, ends in postings.iterator(AT_ONCE):
        yield (person_key(public_id), unit, position, _day(begins), _day(ends))


def person_key(public_id: str) -> str:
    """A person's key for the warehouse, which minds neither capitals nor hyphens."""
    return f"P{public_id.encode().hex()}"


def _successors() -> dict[str, str]:
    found: dict[str, list[str]] = {}
    columns = ("predecessor__code", "successor__code")
    for before, after in Succession.objects.order_by("id").values_list(*columns):
        found.setdefault(before, []).append(after)
    return {code: BETWEEN_CODES.join(after) for code, after in found.items()}


def _day(day: date | None) -> str:
    return "" if day is None or day == LONG_AGO else day.isoformat()
