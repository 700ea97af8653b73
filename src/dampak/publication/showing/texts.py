"""The text of the active language out of the two that a document carries."""

from collections.abc import Mapping

from django.utils.translation import get_language

NOTHING = "\N{EN DASH}"


def in_this(texts: Mapping[str, str]) -> str:
    """The text in the active language."""
    return texts[(get_language() or "id").split("-")[0]]
