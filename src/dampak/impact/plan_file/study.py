"""Read one ``[[study]]`` of a plan file."""

import re
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from typing import Any

from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.drawing import Draw
from dampak.impact.plan import RULE, UNIT_MONTHS, WINDOW_MONTHS, Role, StudyPlan, slug_of
from dampak.impact.plan_file.lottery import read_draw
from dampak.impact.wording import claims
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Better

KEYS = tuple(field.name for field in fields(StudyPlan) if field.name != "was_planned")
CONTROLS = ("not_yet", "never")


def unknown_key(key: str, known: Collection[str]) -> Sentence:
    """A line that nobody asked for, with the nearest that is known."""
    nearest = get_close_matches(key, known, n=1, cutoff=0)
    return Sentence(
        "The plan holds a line that is not known; found: %(found)s. Did you mean %(nearest)s?",
        {"found": key, "nearest": nearest[0]},
    )


class StudyReader:
    """One ``[[study]]`` being read; what is wrong with it gathers in ``faults``."""

    def __init__(
        self,
        values: Mapping[str, Any],
        *,
        number: int,
        outcomes: Collection[str],
        may_come: bool,
    ) -> None:
        self.values, self.number, self.outcomes, self.may_come = values, number, outcomes, may_come
        self.faults = [unknown_key(key, KEYS) for key in values if key not in KEYS]

    def plan(self) -> StudyPlan:
        """The plan, complete even where a line is faulty, so that all faults are found."""
        outcome = self._outcome()
        return StudyPlan(
            slug=self._slug(outcome),
            title=self._both("title", otherwise=outcome),
            programme=self._programme(),
            outcome=outcome,
            role=Role(self._choice("role", tuple(Role), default="primary")),
            smallest_effect=self._smallest_effect(outcome),
            better=self._better(outcome),
            confidence=self._confidence(),
            control=self._choice("control", CONTROLS, default="not_yet"),  # type: ignore[arg-type]
            window_months=self._window(),
            rule=self._choice("rule", (RULE,), default=RULE),
            registered_on=self._day("registered_on"),
            comparison=self._both("comparison") if "comparison" in self.values else None,
            outcome_title=self._outcome_title(),
            unit=self._both("unit") if "unit" in self.values else None,
            decimals=self._decimals(),
            draw=self._draw(),
            note=self._both("note") if "note" in self.values else None,
        )

    def _fault(self, message: str, **values: Any) -> None:
        self.faults.append(Sentence(message, {"number": self.number, **values}))

    def _outcome(self) -> str:
        found = str(self.values.get("outcome", ""))
        if not found:
            self._fault(
                gettext_noop(
                    "Study %(number)s names no outcome. Add a line outcome with one of: %(known)s."
                ),
                known=list(self.outcomes),
            )
        elif not self._is_known(found):
            nearest = get_close_matches(found, self.outcomes, n=1, cutoff=0)
            self._fault(
                gettext_noop(
                    "Study %(number)s names an outcome that is not known; found: %(found)s. Did "
                    "you mean %(nearest)s?"
                ),
                found=found,
                nearest=nearest[0],
            )
        return found

    def _is_known(self, outcome: str) -> bool:
        is_own = outcome.startswith(UNIT_MONTHS) and outcome != UNIT_MONTHS
        return outcome in self.outcomes or (self.may_come and is_own)

    def _slug(self, outcome: str) -> str:
        slug = str(self.values.get("slug", slug_of(outcome)))
        if outcome and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            self._fault(
                gettext_noop(
                    "The slug of study %(number)s goes into addresses; found: %(found)s. Use small"
                    " letters, digits and single hyphens."
                ),
                found=slug,
            )
        return slug

    def _programme(self) -> str:
        programme = self.values.get("programme", "")
        if not isinstance(programme, str) or not programme.strip():
            self._fault(
                gettext_noop(
                    "Study %(number)s names no programme. Add a line programme, written as in the "
                    "table of trainings."
                )
            )
        return str(programme).strip()

    def _smallest_effect(self, outcome: str) -> float:
        found = self.values.get("smallest_effect")
        if isinstance(found, bool) or not isinstance(found, int | float) or not found > 0:
            self._fault(
                gettext_noop(
                    "The smallest effect that matters must be a number above 0, in the unit of the"
                    " outcome; study %(number)s has: %(found)s. Say how large a change must be to "
                    "be worth the training; the wanted direction is stated by better."
                ),
                found="-" if found is None else str(found),
            )
            return 1.0
        if _is_share(outcome) and found >= 1:
            self._fault(
                gettext_noop(
                    "Study %(number)s has a smallest effect of %(found)s for a share, which runs "
                    "from 0 to 1. Write 5 percentage points as 0.05."
                ),
                found=found,
            )
        return float(found)

    def _better(self, outcome: str) -> Better:
        known = CATALOGUE.get(outcome)
        if "better" not in self.values and known is None and self._is_known(outcome):
            self._fault(
                gettext_noop(
                    "Study %(number)s does not say which direction is wanted for %(outcome)s. Add "
                    'better = "higher" or better = "lower".'
                ),
                outcome=outcome,
            )
        stated = Better(self._choice("better", tuple(Better), default=Better.HIGHER.value))
        if known is None:
            return stated
        if "better" in self.values and stated is not known.better:
            self._fault(
                gettext_noop(
                    "Study %(number)s wants %(outcome)s to be %(found)s, but the catalogue says "
                    "%(known)s. Leave the line better out."
                ),
                outcome=outcome,
                found=stated.value,
                known=known.better.value,
            )
        return known.better

    def _confidence(self) -> float:
        found = self.values.get("confidence", 0.95)
        if not isinstance(found, float) or not 0.5 <= found < 1:
            self._fault(
                gettext_noop(
                    "The confidence of study %(number)s must lie between 0.5 and 1; found: "
                    "%(found)s. Write 95%% as 0.95."
                ),
                found=str(found),
            )
            return 0.95
        return found

    def _choice(self, key: str, known: Collection[str], *, default: str) -> str:
        found = self.values.get(key, default)
        if found not in known:
            self._fault(
                gettext_noop(
                    "The line %(key)s of study %(number)s has a value that is not known; found: "
                    "%(found)s. Choose one of: %(known)s."
                ),
                key=key,
                found=str(found),
                known=[str(each) for each in known],
            )
            return default
        return str(found)

    def _window(self) -> tuple[int, int]:
        match self.values.get("window_months", list(WINDOW_MONTHS)):
            case [int(first), int(last)] if first < 0 <= last:
                return first, last
            case found:
                self._fault(
                    gettext_noop(
                        "The line window_months of study %(number)s must hold the months before "
                        "(below 0) and after the training; found: %(found)s. Write for example "
                        "[-12, 12]."
                    ),
                    found=str(found),
                )
                return WINDOW_MONTHS

    def _day(self, key: str) -> date | None:
        found = self.values.get(key)
        if found is not None and type(found) is not date:
            self._fault(
                gettext_noop(
                    "The line %(key)s of study %(number)s must be a day; found: %(found)s. Write "
                    "it without quotes, for example 2026-03-31."
                ),
                key=key,
                found=str(found),
            )
            return None
        return found

    def _decimals(self) -> int:
        match self.values.get("decimals", 2):
            case bool():
                pass
            case int(found) if 0 <= found <= 6:
                return found
        self._fault(
            gettext_noop(
                "The line decimals of study %(number)s must be a whole number from 0 to 6."
            )
        )
        return 2

    def _outcome_title(self) -> Mapping[str, str] | None:
        if "outcome_title" not in self.values:
            return None
        title = self._both("outcome_title")
        for language, text in title.items():
            if claim := claims(text, language):
                self._fault(
                    gettext_noop(
                        "The name of an outcome must not say what the study is to find out; the "
                        "outcome_title of study %(number)s has: %(found)s. Name only what is "
                        "measured."
                    ),
                    found=claim,
                )
        return title

    def _both(self, key: str, *, otherwise: str = "") -> Mapping[str, str]:
        match self.values.get(key, otherwise):
            case str(text):
                return {"id": text, "en": text}
            case {"id": str(indonesian), "en": str(english), **rest} if not rest:
                return {"id": indonesian, "en": english}
            case found:
                self._fault(
                    gettext_noop(
                        "The line %(key)s of study %(number)s must be a text, or one text in each "
                        'language; found: %(found)s. Write {id = "...", en = "..."}.'
                    ),
                    key=key,
                    found=str(found),
                )
                return {"id": "", "en": ""}

    def _draw(self) -> Draw | None:
        if "draw" not in self.values:
            return None
        draw = read_draw(self.values["draw"])
        if draw is None:
            self._fault(
                gettext_noop(
                    "The lottery of study %(number)s cannot be replayed. Under [plan.draw] state "
                    "seed (a text), units (their codes, each once) and batches, each with month "
                    "and units, together no more than took part."
                )
            )
        return draw


def _is_share(outcome: str) -> bool:
    return outcome in CATALOGUE and CATALOGUE[outcome].is_share
