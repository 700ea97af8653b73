"""The worlds on offer: how large, who is trained when, and whether training does anything."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from dampak.foundation.months import months_later
from dampak.foundation.text import gettext_noop
from dampak.simulation.effects import FULL_EFFECTS, NO_EFFECTS, PlantedEffects

FIRST_MONTH = date(2023, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One cohort of the roll-out: so many units, trained in the month with this index."""

    month: int
    n_units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much of a world there is; the counts are per unit and month, on average."""

    n_units: int
    n_months: int
    requests: int
    responses: int
    checked_records: int
    staff: int
    waves: tuple[Wave, ...]

    def months(self) -> tuple[date, ...]:
        """The months of the window, in order."""
        return tuple(months_later(FIRST_MONTH, i) for i in range(self.n_months))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A story whose ending is known."""

    code: str
    title: str
    effects: PlantedEffects
    waves: tuple[Wave, ...] | None = None  # None: the waves of the chosen size
    n_months: int | None = None

    def at(self, size: Size) -> Size:
        """The size as this scenario bends it."""
        n_months = self.n_months or size.n_months
        waves = size.waves if self.waves is None else _at_most(self.waves, size.n_units)
        return replace(size, n_months=n_months, waves=waves)


def _at_most(waves: tuple[Wave, ...], n_units: int) -> tuple[Wave, ...]:
    return tuple(replace(wave, n_units=min(wave.n_units, n_units)) for wave in waves)


def _waves(*pairs: tuple[int, int]) -> tuple[Wave, ...]:
    return tuple(Wave(month=month, n_units=n_units) for month, n_units in pairs)


SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "small": Size(
            n_units=20,
            n_months=24,
            requests=30,
            responses=10,
            checked_records=6,
            staff=6,
            waves=_waves((8, 4), (11, 4), (14, 4)),
        ),
        "regency": Size(
            n_units=40,
            n_months=36,
            requests=55,
            responses=13,
            checked_records=8,
            staff=10,
            waves=_waves((12, 5), (14, 5), (17, 5), (20, 5), (24, 4)),
        ),
        "large": Size(
            n_units=120,
            n_months=36,
            requests=90,
            responses=15,
            checked_records=8,
            staff=12,
            waves=_waves((12, 15), (14, 15), (17, 15), (20, 15), (24, 12)),
        ),
    }
)

EVERYBODY = 10**6

SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        scenario.code: scenario
        for scenario in (
            Scenario(
                code="negeri-uji",
                title=gettext_noop("A regency whose counters get better after the training"),
                effects=FULL_EFFECTS,
            ),
            Scenario(
                code="negeri-uji-null",
                title=gettext_noop("The same regency, where the training changes nothing"),
                effects=NO_EFFECTS,
            ),
            Scenario(
                code="one-month",
                title=gettext_noop("Only one month of data"),
                effects=FULL_EFFECTS,
                waves=_waves((0, 5)),
                n_months=1,
            ),
            Scenario(
                code="one-treated",
                title=gettext_noop("Only one unit is trained"),
                effects=FULL_EFFECTS,
                waves=_waves((12, 1)),
            ),
            Scenario(
                code="nobody-treated",
                title=gettext_noop("The programme never takes place"),
                effects=FULL_EFFECTS,
                waves=(),
            ),
            Scenario(
                code="everybody-at-once",
                title=gettext_noop("Every unit is trained in the same month"),
                effects=FULL_EFFECTS,
                waves=_waves((12, EVERYBODY)),
            ),
        )
    }
)
