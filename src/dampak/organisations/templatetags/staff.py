"""Words of the staff report."""

from django import template

from dampak.organisations.models import PositionKind

register = template.Library()


@register.filter
def position_kind_named(kind: str) -> str:
    """A kind of position in the reader's language."""
    return str(PositionKind(kind).label)
