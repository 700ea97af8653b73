"""Units in a dated tree, the people in them, and where each of them was posted when.

Lists that come in have a folder of their own; Django finds their model here.
"""

from dampak.organisations.importing.models import StaffImport
from dampak.organisations.models.people import (
    GONE,
    Education,
    Employment,
    Identifier,
    Person,
    PersonQuerySet,
    Status,
    new_public_id,
)
from dampak.organisations.models.postings import PositionKind, Posting
from dampak.organisations.models.restrictions import (
    DatedRestriction,
    Restriction,
    RestrictionKind,
    RestrictionQuerySet,
)
from dampak.organisations.models.units import (
    LONG_AGO,
    Succession,
    SuccessionKind,
    Unit,
    UnitQuerySet,
    UnitSpell,
)

__all__ = [
    "GONE",
    "LONG_AGO",
    "DatedRestriction",
    "Education",
    "Employment",
    "Identifier",
    "Person",
    "PersonQuerySet",
    "PositionKind",
    "Posting",
    "Restriction",
    "RestrictionKind",
    "RestrictionQuerySet",
    "StaffImport",
    "Status",
    "Succession",
    "SuccessionKind",
    "Unit",
    "UnitQuerySet",
    "UnitSpell",
    "new_public_id",
]
