"""Gather static files and warm the pages, so that the site is quick from its first reader on."""

from typing import Any

from django.core.management.base import BaseCommand

from dampak.website.gathering import gather_static_files
from dampak.website.warming import warm_pages


class Command(BaseCommand):
    help = "Gather static files; with --warm also count and draw what every reader sees first."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--warm", action="store_true")

    def handle(self, *_args: Any, warm: bool = False, **_options: Any) -> None:
        gather_static_files()
        if warm:
            warm_pages()
