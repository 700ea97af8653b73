"""Load what pages are made of before somebody asks for the first one."""

import gc
from pathlib import Path

from django.apps import apps
from django.template.loader import get_template
from django.urls import get_resolver


def load_every_page() -> None:
    """Import every view and compile every template, which takes longer than many pages.

    Done once in each process of the web server, before it takes visitors: the first one would wait
    for all of it. What is loaded stays for good, so it is kept from the search for garbage, in
    which somebody would wait a fifth of a second while all of it is looked through.
    """
    list(get_resolver().reverse_dict)  # asks for every address, and so for every room's views
    for name in _templates():
        get_template(name)
    gc.collect()
    gc.freeze()


def _templates() -> list[str]:
    rooms = [
        Path(room.path) / "templates" for room in apps.get_app_configs() if _is_ours(room.name)
    ]
    return [str(each.relative_to(room)) for room in rooms for each in sorted(room.rglob("*.html"))]


def _is_ours(room: str) -> bool:
    return room.partition(".")[0] == "dampak"
