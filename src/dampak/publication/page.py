"""An evaluation as one HTML file that opens anywhere and asks nobody for anything."""

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from dampak.publication.pictures import (
    months_of_training,
    picture_of_indicator,
    pictures_of_study,
)
from dampak.publication.showing import evaluation_shown
from dampak.publication.showing.studies import GRADES

ROOM = Path(__file__).parent


def evaluation_page(
    document: dict[str, Any], language: str, *, has_neighbours: bool = False
) -> str:
    """The page in ``language``, with its styles, pictures and letters inside.

    With ``has_neighbours`` it links to the files that `write_evaluation` puts beside it.
    """
    shown, trained_in = evaluation_shown(document, language), months_of_training(document)
    with translation.override(language):
        return render_to_string(
            "publication/evaluation.html",
            {
                "shown": shown,
                "studies": [
                    (study, pictures_of_study(study, shown, trained_in)) for study in shown.studies
                ],
                "indicators": [
                    (indicator, picture_of_indicator(indicator, language))
                    for indicator in shown.indicators
                ],
                "grades": GRADES,
                "has_neighbours": has_neighbours,
                "style": _style(),
            },
        )


@cache
def _style() -> SafeString:
    """The style sheet with the two weights of the letter inside."""
    sheet = (ROOM / "templates" / "publication" / "evaluation.css").read_text(encoding="utf-8")
    faces = (_face("Regular", 400), _face("SemiBold", 600))
    return mark_safe("".join(faces) + sheet)  # noqa: S308 - files of this package  # nosec B308 B703 - made by us, every value in it is escaped


def _face(name: str, weight: int) -> str:
    letters = b64encode((ROOM / "fonts" / f"Inter-{name}.woff2").read_bytes()).decode()
    return (
        f'@font-face{{font-family:"Inter";font-weight:{weight};font-display:swap;'
        f'src:url("data:font/woff2;base64,{letters}") format("woff2")}}\n'
    )
