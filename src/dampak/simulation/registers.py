"""What the registers of an office hold at the end of the window, table by table."""

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.accuracy import FIELDS
from dampak.simulation.fates import Fates, fates
from dampak.simulation.handwriting import Handwriting
from dampak.simulation.names import SERVICES
from dampak.simulation.sheets import Sheet, sheet_of
from dampak.simulation.voices import ELEMENTS, NOT_ANSWERED
from dampak.simulation.words import (
    CATEGORIES,
    CHECKERS,
    COMMENTS,
    DIGITAL_CHANNELS,
    EDUCATIONS,
    OCCUPATIONS,
    PERSONAL_CHANNELS,
    SEXES,
)
from dampak.simulation.world import World

Ints = NDArray[np.int_]
Texts = NDArray[np.str_]


def service_requests(world: World, style: Handwriting) -> Sheet:
    """Every request received or ended in the window, in the order of receipt."""
    requests, days = world.happened.requests, world.days
    draws, fate = requests.draws, fates(requests, days)
    at = np.flatnonzero(fate.is_kept & (draws.received < days.month_starts[-1]))
    at = at[np.lexsort((draws.minute[at], draws.received[at]))]
    is_open = fate.is_open[at]
    ended = style.write_moments(days, fate.ended[at], _closing_minutes(world, fate)[at])
    return sheet_of(
        "service_requests",
        request_id=[f"UM-{n:06}" for n in range(1, len(at) + 1)],
        unit_code=world.counters.codes[draws.unit[at]],
        service=_services(world)[draws.unit[at], draws.service[at]],
        channel=_channels(world)[at],
        received_at=style.write_moments(days, draws.received[at], draws.minute[at]),
        promised_on=style.write_days(days, requests.promised[at]),
        closed_at=np.where(is_open, "", ended),
        status=_statuses(fate)[at],
        was_withdrawn=style.write_yes_no(fate.is_withdrawn[at] & ~is_open),
        record_correct=np.where(is_open, "", style.write_yes_no(requests.is_correct[at])),
    )


def complaints(world: World, style: Handwriting) -> Sheet:
    """The complaints heard in the window, a few weeks after the request they are about."""
    requests, days = world.happened.requests, world.days
    draws = requests.draws
    on = draws.received + draws.complaint_lag
    at = np.flatnonzero(requests.has_complaint & world.is_inside(on))
    at = at[np.argsort(on[at], kind="stable")]
    resolved = days.after(on[at], 3 + (draws.luck_closing[at] * 14).astype(int))
    is_open = resolved >= days.month_starts[-1]
    category = (draws.luck_complaint[at] * 1e6).astype(int) % len(CATEGORIES)
    return sheet_of(
        "complaints",
        complaint_id=[f"ADU-{n:05}" for n in range(1, len(at) + 1)],
        unit_code=world.counters.codes[draws.unit[at]],
        service=_services(world)[draws.unit[at], draws.service[at]],
        category=np.array(CATEGORIES)[category],
        received_at=style.write_days(days, on[at]),
        resolved_at=np.where(is_open, "", style.write_days(days, resolved)),
        status=np.where(is_open, "proses", "selesai"),
    )


def satisfaction(world: World, style: Handwriting) -> Sheet:
    """One row a filled-in satisfaction form."""
    draws, given = world.answer_draws, world.happened.answers
    at = np.argsort(draws.day, kind="stable")
    marks = np.where(given == NOT_ANSWERED, "", given.astype(str))
    return sheet_of(
        "satisfaction",
        response_id=[f"SKM-{n:05}" for n in range(1, len(at) + 1)],
        unit_code=world.counters.codes[draws.unit[at]],
        service=_services(world)[draws.unit[at], draws.service[at]],
        answered_on=style.write_days(world.days, draws.day[at]),
        **{element: marks[at, i] for i, element in enumerate(ELEMENTS)},
        sex=np.array(SEXES)[draws.sex[at]],
        age=draws.age[at].astype(str),
        education=np.array(EDUCATIONS)[draws.education[at]],
        occupation=np.array(OCCUPATIONS)[draws.occupation[at]],
        comment=np.array(COMMENTS)[draws.comment[at]],
    )


def accuracy_checks(world: World, style: Handwriting) -> Sheet:
    """One row a checked record."""
    draws = world.check_draws
    at = np.argsort(draws.day, kind="stable")
    return sheet_of(
        "accuracy_checks",
        unit_code=world.counters.codes[draws.unit[at]],
        service=_services(world)[draws.unit[at], draws.service[at]],
        checked_on=style.write_days(world.days, draws.day[at]),
        record_id=[f"ARS-{n:05}" for n in range(1, len(at) + 1)],
        fields_checked=[str(FIELDS)] * len(at),
        fields_correct=world.happened.fields_correct[at].astype(str),
        checker=np.array(CHECKERS)[draws.unit[at] % len(CHECKERS)],
    )


def _services(world: World) -> Texts:
    """The names of each unit's services (n_units, n_services)."""
    return np.array([[name for name, _ in SERVICES[unit.kind]] for unit in world.counters.units])


def _channels(world: World) -> Texts:
    """How each request came in; the old register, before the window, did not say."""
    requests = world.happened.requests
    which = (requests.draws.luck_end * 1e6).astype(int)
    digital = np.array(DIGITAL_CHANNELS)[which % len(DIGITAL_CHANNELS)]
    personal = np.array(PERSONAL_CHANNELS)[which % len(PERSONAL_CHANNELS)]
    channel = np.where(requests.is_digital, digital, personal)
    return np.where(requests.draws.month < 0, "", channel)


def _statuses(fate: Fates) -> Texts:
    ended = np.where(fate.is_withdrawn, "dicabut", np.where(fate.is_refused, "ditolak", "selesai"))
    return np.where(fate.is_open, "proses", ended)


def _closing_minutes(world: World, fate: Fates) -> Ints:
    """Office hours; on the day of receipt itself, some time later."""
    draws = world.request_draws
    usual = 8 * 60 + (draws.luck_closing * 450).astype(int)
    same_day = np.minimum(draws.minute + 20 + usual % 40, 16 * 60)
    return np.where(fate.ended == draws.received, same_day, usual)
