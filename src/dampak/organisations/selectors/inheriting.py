"""Old codes that are still one's own: of units that passed, whole, into one's units."""

from collections.abc import Sequence

from dampak.organisations.models import Succession, Unit
from dampak.organisations.paths import is_within, parent_path


def codes_passed_into(paths: Sequence[str]) -> frozenset[str]:
    """The codes of units that ended, and whose every heir lies within the units with these paths.

    Rows of a divided unit may be those of whoever got another part of it, so its code is known
    only to those who got all parts. What was closed below one of these units passed with it.
    """
    heirs, codes = _heirs()
    passed = _passed(heirs, paths)
    for path, code in _closed() if passed else ():
        if parent_path(path) in passed:
            passed.add(path)
            codes[path] = code
    return frozenset(codes[path] for path in passed)


def _passed(heirs: dict[str, set[str]], own: Sequence[str]) -> set[str]:
    """By their paths. An heir that ended itself counts if it passed into them in its turn."""
    passed: set[str] = set()

    def is_theirs(path: str) -> bool:
        if path in heirs:
            return path in passed
        return any(is_within(path, top) for top in own)

    while found := {
        path for path in heirs.keys() - passed if all(is_theirs(each) for each in heirs[path])
    }:
        passed |= found
    return passed


def _heirs() -> tuple[dict[str, set[str]], dict[str, str]]:
    """The paths of those that took over from each unit that ended, by its path; and its code."""
    heirs: dict[str, set[str]] = {}
    codes: dict[str, str] = {}
    ended = Succession.objects.filter(predecessor__ended_on__isnull=False)
    columns = ("predecessor__code", "predecessor__path", "successor__path")
    for code, path, heir in ended.values_list(*columns):
        heirs.setdefault(path, set()).add(heir)
        codes[path] = code
    return heirs, codes


def _closed() -> list[tuple[str, str]]:
    """Units that ended and that nobody took over, from the top down."""
    closed = Unit.objects.filter(ended_on__isnull=False, successions=None)
    return sorted(closed.values_list("path", "code"))
