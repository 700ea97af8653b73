"""Third-party pages behind our own doors."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from dampak.accounts.access import for_everybody, for_oneself

View = Callable[..., Any]


def door(view: View) -> View:
    """A page at the door: for strangers, kept by no cache, its fields in no error report."""
    return for_everybody(never_cache(sensitive_post_parameters()(view)))


def own(view: View) -> View:
    """A page of one's own account: for whoever is signed in, about themselves only."""
    return for_oneself(never_cache(sensitive_post_parameters()(view)))


def untold(view: View) -> View:
    """An address with a token in it: the browser tells no other page where it came from."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        response = view(*args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answered
