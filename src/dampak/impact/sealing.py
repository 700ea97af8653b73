"""Seal a plan before its data come, and later confess every way in which it was left."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from dampak.foundation.text import Sentence
from dampak.impact.plan import StudyPlan, written

FORMAT = "dampak-seal/1"


class CannotReadSeal(Exception):
    """Says why a file is not a seal."""

    def __init__(self, fault: Sentence) -> None:
        super().__init__(fault.message)
        self.faults = (fault,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A plan's fingerprint, with when and by whom it was taken.

    ``plans`` holds the sealed plans themselves as plain values, so that a deviation can be named
    and not only noticed.
    """

    sha256: str
    sealed_at: datetime
    sealed_by: str
    plans: tuple[Mapping[str, Any], ...]


def canonical(plans: Collection[Mapping[str, Any]]) -> str:
    """The one way to write plans down: JSON with sorted names, no spaces, studies by slug."""
    ordered = sorted(plans, key=lambda plan: str(plan.get("slug", "")))
    return json.dumps(ordered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(plans: Collection[Mapping[str, Any]]) -> str:
    """SHA-256 of the plans as `canonical` writes them."""
    return sha256(canonical(plans).encode()).hexdigest()


def seal_plans(plans: Collection[StudyPlan], *, at: datetime, by: str) -> Seal:
    """Take the fingerprint of the plans at this moment."""
    plain = tuple(written(plan) for plan in plans)
    return Seal(sha256=fingerprint(plain), sealed_at=at, sealed_by=by, plans=plain)


def seal_text(seal: Seal) -> str:
    """The seal as the file `study.seal.json`."""
    content = {
        "format": FORMAT,
        "sha256": seal.sha256,
        "sealed_at": seal.sealed_at.isoformat(),
        "sealed_by": seal.sealed_by,
        "plans": list(seal.plans),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def read_seal(text: str) -> Seal:
    """The seal that `seal_text` wrote.

    Raises
    ------
    CannotReadSeal
        If the text is not a seal file.
    """
    try:
        match json.loads(text):
            case {
                "format": "dampak-seal/1",
                "sha256": str(fingerprint),
                "sealed_at": str(at),
                "sealed_by": str(by),
                "plans": [*plans],
            } if all(isinstance(plan, dict) for plan in plans):
                moment = datetime.fromisoformat(at)
                return Seal(sha256=fingerprint, sealed_at=moment, sealed_by=by, plans=tuple(plans))
    except ValueError:
        pass
    raise CannotReadSeal(
        Sentence(
            "The seal is not a file that dampak wrote. Put the original study.seal.json back, or "
            "remove it and accept that the plan counts as unsealed."
        )
    )


def deviations(seal: Seal, plans: Collection[StudyPlan]) -> tuple[Sentence, ...]:
    """Every way in which the plans in hand differ from the sealed ones; empty when intact."""
    found = {plan.slug: written(plan) for plan in plans}
    sealed = {str(plan.get("slug", "")): plan for plan in seal.plans}
    return (
        *_tampering(seal),
        *(_added(slug) for slug in found if slug not in sealed),
        *(_dropped(slug) for slug in sealed if slug not in found),
        *(
            deviation
            for slug in sealed.keys() & found.keys()
            for deviation in _changes(slug, sealed[slug], found[slug])
        ),
    )


def was_sealed_before(seal: Seal, first_training: date | None) -> bool:
    """Whether the seal is older than the first month in which anybody was trained.

    Training is known by month, so a seal from within that month comes too late.
    """
    return first_training is None or seal.sealed_at.date() < first_training.replace(day=1)


def _tampering(seal: Seal) -> Iterator[Sentence]:
    if fingerprint(seal.plans) != seal.sha256:
        yield Sentence(
            "The plan inside the seal was changed after sealing: its fingerprint is %(found)s, but "
            "the seal says %(sealed)s.",
            {"found": fingerprint(seal.plans)[:12], "sealed": seal.sha256[:12]},
        )


def _added(slug: str) -> Sentence:
    return Sentence("Study %(slug)s was added after sealing.", {"slug": slug})


def _dropped(slug: str) -> Sentence:
    return Sentence("Study %(slug)s was sealed but is no longer in the plan.", {"slug": slug})


def _changes(slug: str, sealed: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Sentence]:
    for name in sorted(sealed.keys() | found.keys()):
        before, after = sealed.get(name), found.get(name)
        if canonical([{"": before}]) != canonical([{"": after}]):
            yield Sentence(
                "In study %(slug)s the line %(line)s was changed after sealing: sealed as "
                "%(sealed)s, found as %(found)s.",
                {"slug": slug, "line": name, "sealed": _shown(before), "found": _shown(after)},
            )


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
