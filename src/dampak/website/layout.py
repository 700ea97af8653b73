"""What every page shows round its own content."""

from typing import Any

from django.http import HttpRequest

THEMES = ("light", "dark")


def layout(request: HttpRequest) -> dict[str, Any]:
    """The reader's theme, kept in a cookie so that the first byte already has the right colours."""
    theme = request.COOKIES.get("theme", "")
    return {"theme": theme if theme in THEMES else THEMES[0]}
