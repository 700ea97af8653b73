"""What was promised before the data came, and whether it was kept."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dampak.language import moments, quantities
from dampak.publication.showing.sources import Pair
from dampak.publication.showing.texts import in_this

CONTROLS = {
    "not_yet": gettext_noop("Units not trained yet, and units never trained"),
    "never": gettext_noop("Units never trained"),
}


def plan_shown(study: dict[str, Any]) -> tuple[Pair, ...]:
    """The promises of the plan, each with its name; empty if there was no plan."""
    if not study.get("was_planned", True):
        return ()
    plan = study["plan"]
    rows = (
        Pair(_("Programme"), study["programme"] or ""),
        Pair(_("Outcome"), in_this(study["outcome_title"])),
        Pair(_("Wanted direction"), _("lower") if study["better"] == "lower" else _("higher")),
        Pair(_("Smallest effect that matters"), _smallest(study)),
        Pair(_("Compared with"), _compared(plan)),
        Pair(_("Confidence"), _share(plan.get("confidence"))),
        Pair(_("Months looked at around the training"), _window(plan.get("window_months"))),
        Pair(_("Decision rule"), str(plan.get("rule") or "")),
        Pair(_("Registered"), _day(plan.get("registered_on"))),
    )
    return tuple(row for row in rows if row.value)


def seal_shown(study: dict[str, Any]) -> tuple[Pair, ...]:
    """When, by whom and over what the plan was sealed."""
    seal = study["seal"]
    if seal is None:
        return ()
    return (
        Pair(_("Sealed"), moments.moment_named(seal["sealed_at"])),
        Pair(_("Sealed by"), seal["sealed_by"]),
        Pair(_("Fingerprint"), seal["sha256"]),
    )


def seal_state(study: dict[str, Any]) -> str:
    """Whether the plan can be believed to be older than the training, in a sentence."""
    seal = study["seal"]
    if not study.get("was_planned", True):
        return _("No plan was handed in before the data; this comparison was chosen by rule.")
    if seal is None:
        return _("The plan was not sealed.")
    if not seal["intact"]:
        return _("The plan was changed after it was sealed.")
    if not seal["before_first_training"]:
        return _("The plan was sealed after the training had begun.")
    return _("The plan was sealed before the training began and has not changed since.")


def _smallest(study: dict[str, Any]) -> str:
    if study["smallest_effect"] is None:
        return ""
    size = quantities.quantity(
        study["smallest_effect"], study["decimals"], is_share=study["is_share"]
    )
    return f"{size} {in_this(study['unit'])}"


def _compared(plan: dict[str, Any]) -> str:
    written = plan.get("comparison")
    if isinstance(written, dict):
        return in_this(written)
    known = CONTROLS.get(str(plan.get("control")))
    return str(written or (_(known) if known else ""))


def _share(share: float | None) -> str:
    return "" if share is None else quantities.level(share, 0, is_share=True)


def _window(window: list[int] | None) -> str:
    if not window:
        return ""
    return _("%(first)s to %(last)s") % {
        "first": quantities.change(window[0], 0),
        "last": quantities.change(window[1], 0),
    }


def _day(day: str | None) -> str:
    return moments.day_named(day) if day else ""
