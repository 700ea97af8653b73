"""Questions about one list of staff: where it reaches, and where it is worked on."""

from collections.abc import Sequence

from dampak.organisations.importing.models import StaffImport
from dampak.organisations.models import Unit
from dampak.warehouse.staff.desk import Desk


def paths_of(came: StaffImport) -> tuple[str, ...] | None:
    """Where in the tree, as it is now, people may be filled in; None is everywhere."""
    if came.tops is None:
        return None
    return tuple(Unit.objects.filter(pk__in=came.tops).values_list("path", flat=True))


def ids_of(paths: Sequence[str]) -> list[int]:
    """The units with these paths, by numbers that stay when they move."""
    return list(Unit.objects.filter(path__in=paths).values_list("pk", flat=True))


def desk_of(came: StaffImport) -> Desk:
    """Where it is worked out what the files change."""
    return Desk(folder=came.desk_folder())
