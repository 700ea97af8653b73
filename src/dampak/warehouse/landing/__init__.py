"""Room 1: is this the file that was agreed on? Values stay untouched."""

from dampak.warehouse.landing.landed_file import ROW_NUMBER, CannotLand, Format, LandedFile

__all__ = ["ROW_NUMBER", "CannotLand", "Format", "LandedFile"]
