"""Small pieces of markup that every page uses."""

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop

from dampak.accounts.access import Permission, held_by, scope_of
from dampak.accounts.access import may as person_may
from dampak.accounts.models import Role, User
from dampak.api.selectors import is_concerned_with_tokens
from dampak.datapack.tables import TABLES
from dampak.foundation.text import Sentence
from dampak.impact.plan import StudyPlan
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Better, Definition
from dampak.language import numbers, quantities
from dampak.language.saying import say
from dampak.publication.charts.scales import unit_shown

register = template.Library()
ICONS = Path(__file__).parent.parent / "static" / "vendor" / "icons"

# A verdict is a word, a sign and a colour, so that no one of them has to be seen.
SIGNS = {
    "moved": ("check", "good"),
    "worsened": ("trending-down", "bad"),
    "did_not_move": ("minus", "calm"),
    "cannot_tell": ("help-circle", "doubt"),
    "not_healthy": ("heartbeat", "doubt"),
}
CHECKS = {
    "passed": ("check", "good", gettext_noop("passed")),
    "failed": ("alert-triangle", "bad", gettext_noop("failed")),
    "not_possible": ("minus", "doubt", gettext_noop("not possible")),
}
ROLES = {
    "primary": gettext_noop("Main outcome"),
    "secondary": gettext_noop("Further outcome"),
    "guardrail": gettext_noop("Must not get worse"),
}
DIRECTIONS = {
    Better.HIGHER: gettext_noop("higher"),
    Better.LOWER: gettext_noop("lower"),
}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing that decorates the word beside it and is silent for who listens."""
    return mark_safe((ICONS / f"{name}.svg").read_text())  # noqa: S308 - a file of this package  # nosec B308 B703 - made by us, every value in it is escaped


@register.filter
def may(user: User, permission: str) -> bool:
    """Whether to offer something; the view decides again."""
    return person_may(user, Permission(permission))


@register.filter
def may_everywhere(user: User, permission: str) -> bool:
    """Whether to offer what has no parts: asks for a right over the whole installation."""
    return scope_of(user, Permission(permission)).everything


@register.filter
def has_tokens(user: User) -> bool:
    """Whether the page of tokens holds anything for somebody, or could."""
    return is_concerned_with_tokens(user)


@register.filter
def with_commands(words: str) -> SafeString:
    """What stands between backquotes is something to type, and looks like it."""
    set_apart = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words))
    return SafeString(set_apart)  # nosec B703 - escaped on the line above


@register.filter
def roles_named(user: User) -> str:
    """The roles that somebody has today, each once, in the order of the list of roles."""
    held = {each.role for each in held_by(user)}
    return ", ".join(str(role.label) for role in Role if role in held) or gettext("No role today")


@register.simple_tag(takes_context=True)
def here(context: template.Context, room: str) -> SafeString:
    """Marks the link of the room the reader is in."""
    match = context["request"].resolver_match
    inside = match is not None and room in (match.app_name, match.url_name)
    return SafeString('aria-current="page"' if inside else "")  # nosec B703 - made by us, every value in it is escaped


@register.inclusion_tag("parts/verdict.html")
def verdict(study: dict[str, Any]) -> dict[str, Any]:
    """The verdict of a study as a badge."""
    sign, tone = SIGNS[study["verdict"]]
    return {"sign": sign, "tone": tone, "title": study["verdict_title"]}


@register.inclusion_tag("parts/check.html")
def check_line(check: dict[str, Any]) -> dict[str, Any]:
    """One check of a study as a line of the list."""
    sign, tone, outcome = CHECKS[check["outcome"]]
    return {"check": check, "sign": sign, "tone": tone, "outcome": outcome}


@register.filter
def role_named(role: str) -> str:
    """What an outcome is for."""
    return gettext(ROLES[role])


@register.simple_tag
def change(value: float | None, study: dict[str, Any]) -> str:
    """A difference with its sign, in the decimals of the study."""
    if value is None:
        return "\N{EN DASH}"
    return quantities.change(value, study["decimals"], is_share=study["is_share"])


@register.simple_tag
def level(value: float | None, thing: dict[str, Any] | Definition) -> str:
    """A measured value, in the decimals of its study or definition."""
    if value is None:
        return "\N{EN DASH}"
    if isinstance(thing, Definition):
        return quantities.level(value, thing.decimals, is_share=thing.is_share)
    return quantities.level(value, thing["decimals"], is_share=thing["is_share"])


@register.filter
def effect_unit(study: dict[str, Any]) -> str:
    """The unit in which the difference of a study is said."""
    return unit_shown(study)


@register.filter
def said(sentence: Sentence | str) -> str:
    """A sentence of a pure room, in the reader's language."""
    return say(sentence, get_language() or "id")


@register.filter
def table_named(name: str) -> str:
    """A table of the data pack as the reader's templates carry it."""
    return TABLES[name].indonesian if get_language() == "id" else name


@register.filter
def direction(better: Better) -> str:
    """Which way is better."""
    return gettext(DIRECTIONS[better])


@register.simple_tag
def size(value: float | None, study: dict[str, Any]) -> str:
    """How large a change would have to be, in either direction."""
    return change(value, study).removeprefix("+")


@register.filter
def outcome_named(plan: StudyPlan) -> str:
    """What a plan looks at: the title it was given, or else that of the indicator."""
    title = plan.title[get_language() or "id"]
    has_own = title not in {plan.outcome, plan.slug} or plan.outcome not in CATALOGUE
    return title if has_own else gettext(CATALOGUE[plan.outcome].title)


@register.filter
def smallest_effect(plan: StudyPlan) -> str:
    """What would be worth the training, in the unit in which the outcome is read."""
    size, known = plan.smallest_effect, CATALOGUE.get(plan.outcome)
    if size is None:
        return "\N{EN DASH}"
    if known is None:
        return numbers.number(size)
    if known.is_share:
        points = numbers.number(Decimal(repr(size)).scaleb(2).normalize())
        return f"{points} {gettext('percentage points')}"
    return f"{numbers.number(size)} {gettext(known.unit)}"
