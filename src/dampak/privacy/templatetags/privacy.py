"""What is said about data of people beside a form."""

from typing import Any

from django import template

from dampak.privacy.purposes import PURPOSES

register = template.Library()


@register.inclusion_tag("privacy/notice.html")
def privacy_notice(code: str) -> dict[str, Any]:
    """The notice of one purpose in a sentence, with the way to the whole of it."""
    return {"purpose": PURPOSES[code]}
