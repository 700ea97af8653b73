"""How one line of the log is put together."""

import logging
from collections.abc import Iterator, MutableMapping
from traceback import extract_tb
from types import TracebackType
from typing import Any

import structlog
from structlog.types import EventDict, Processor

from dampak.operations.logs.blanking import blanked

# What our own lines carry beside their sentence; nothing else of a record is ever written.
CARRIED = ("request_id", "method", "route", "status", "ms", "user", "job", "task", "attempt")
# Django writes addresses into these, with whatever somebody typed there.
_ADDRESSES = ("django.request", "django.security", "django.server")


def formatter(form: str) -> logging.Formatter:
    """Lines of JSON for a collector of logs, or lines for people."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_chain(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            net,
            _renderer(form),
        ],
    )


def _chain() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(allow=CARRIED),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_addresses,
        with_fault,
    ]


def _renderer(form: str) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.processors.KeyValueRenderer(
        key_order=["timestamp", "level", "logger", "event"], drop_missing=True
    )


def without_addresses(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Django's lines about requests keep their status and the name of the page alone."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord) and record.name.startswith(_ADDRESSES):
        event["event"] = "request failed"
        event["status"] = getattr(record, "status_code", None)
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        event["route"] = match.view_name if match else ""
    return event


def with_fault(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Of a fault its kind and its places in the code; what it said may hold somebody's data."""
    given = event.pop("exc_info", None)
    fault = given[1] if isinstance(given, tuple) else given
    if isinstance(fault, BaseException):
        event["fault"] = [_told(each) for each in _and_its_causes(fault)]
    event.pop("stack_info", None)
    return event


def net(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """The last look at a line."""
    told: MutableMapping[str, Any] = blanked(dict(event))
    return told


def _and_its_causes(fault: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__


def _told(fault: BaseException) -> dict[str, Any]:
    kind = type(fault)
    return {"kind": f"{kind.__module__}.{kind.__qualname__}", "at": _places(fault.__traceback__)}


def _places(traceback: TracebackType | None) -> list[str]:
    frames = extract_tb(traceback) if traceback else []
    return [f"{_short(each.filename)}:{each.lineno} {each.name}" for each in frames]


def _short(file: str) -> str:
    return file.rpartition("site-packages/")[2].rpartition("src/")[2]
