"""Room 1: is this the file that was agreed on? Values stay untouched."""

from dampak.warehouse.landing.landed_file import ROW_NUMBER, CannotLand, Format, LandedFile
from dampak.warehouse.landing.landing import land
from dampak.warehouse.landing.opening import LARGEST_BYTES
from dampak.warehouse.landing.packs import land_pack, land_packs

__all__ = [
    "LARGEST_BYTES",
    "ROW_NUMBER",
    "CannotLand",
    "Format",
    "LandedFile",
    "land",
    "land_pack",
    "land_packs",
]
