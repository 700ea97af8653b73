"""What is said about data of people beside a form."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from dampak.privacy.naming import KINDS, VALUES, shown
from dampak.privacy.purposes import PURPOSES

register = template.Library()


@register.inclusion_tag("privacy/notice.html")
def privacy_notice(code: str) -> dict[str, Any]:
    """The notice of one purpose in a sentence, with the way to the whole of it."""
    return {"purpose": PURPOSES[code]}


@register.filter
def kind_named(kind: str) -> str:
    """One kind of what is kept about somebody."""
    return _(KINDS[kind])


@register.filter
def value_named(name: str) -> str:
    """One value of it."""
    return _(VALUES[name])


@register.filter
def shown_as(value: object, name: str) -> str:
    """One value in words, by its name."""
    return shown(name, value)
