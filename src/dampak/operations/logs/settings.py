"""Django's settings of the log."""

from typing import Any

FORMS = ("line", "json")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def logging_settings(*, form: str, level: str) -> dict[str, Any]:
    """Everything goes to stderr, where systemd and containers collect it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"told": {"()": "dampak.operations.logs.telling.formatter", "form": form}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "told"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Its own handlers would mail faults and print addresses.
            "django": {"handlers": [], "propagate": True},
            # Each request is told once, by `website/request_log.py`; here only what broke.
            "django.request": {"level": "ERROR"},
            # At DEBUG it would write every value of every statement.
            "django.db.backends": {"level": "WARNING"},
        },
    }
