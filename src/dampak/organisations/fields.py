"""Text in the order of its bytes, on every database."""

from typing import Any

from django.db import models


class ByteOrderedField(models.CharField):  # type: ignore[type-arg]  # generic in the stubs only
    """Text sorted byte by byte, so that everything that begins alike is one range of the index.

    SQLite sorts so by itself; PostgreSQL would sort by the habits of a language, and its index
    would then be of no use for ranges.
    """

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}
