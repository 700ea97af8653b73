"""An evaluation as an official report on paper (PDF), set by typst from data alone."""

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dampak.publication.pictures import months_of_training, on_paper
from dampak.publication.showing import evaluation_shown
from dampak.publication.showing.studies import GRADES

ROOM = Path(__file__).parent
FOR_DRAWING_ONLY = ("source", "definition", "readings", "sql")


def evaluation_report(
    document: dict[str, Any], language: str, *, drawn: dict[str, str] | None = None
) -> bytes:
    """The report in ``language``: tagged, with its own letters, the same for the same document.

    What people wrote reaches the typesetter as data and is never read as its language. ``drawn``
    are the drawings of `on_paper` in this language, where the caller has them already.
    """
    shown = evaluation_shown(document, language)
    content: dict[str, Any] = _plain(shown)
    with translation.override(language):
        content |= {"words": _words(), "grades": _grades()}
    content["charts"] = on_paper(shown, months_of_training(document)) if drawn is None else drawn
    made_at = datetime.fromisoformat(document["made_by"]["at"])
    return _set(json.dumps(content, ensure_ascii=False), int(made_at.timestamp()))


def _set(content: str, made_at: int) -> bytes:
    """Set the pages to PDF/UA-1; letters that no font has make that promise impossible."""
    import typst

    settings: dict[str, Any] = {
        "font_paths": [ROOM / "fonts"],
        "ignore_system_fonts": True,
        "sys_inputs": {"content": content},
        "timestamp": made_at,
    }
    template = ROOM / "templates" / "publication" / "report.typ"
    try:
        pages = typst.compile(template, pdf_standards="ua-1", **settings)
    except typst.TypstError:
        pages = typst.compile(template, **settings)
    return bytes(pages)


def _plain(value: Any) -> Any:
    """Plain values for JSON, without what only the drawing of charts needs."""
    if is_dataclass(value):
        names = [each.name for each in fields(value) if each.name not in FOR_DRAWING_ONLY]
        return {name: _plain(getattr(value, name)) for name in names}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _grades() -> list[tuple[str, str]]:
    return [(letter, _(meaning)) for letter, meaning in GRADES.items()]


def _words() -> dict[str, str]:
    """The words of the report that are not in the document."""
    return {
        "contents": _("Contents"),
        "grade": _("Evidence grade"),
        "next_step": _("Next step"),
        "no_number": _("No number"),
        "checks": _("Checks"),
        "month_by_month": _("Month by month"),
        "difference_title": _("Difference between trained and comparison units"),
        "means_title": _("Both groups as measured"),
        "means_note": _("Mean of the units, before any comparison."),
        "others": _("Further outcomes, and what must not get worse"),
        "others_note": _(
            "They stand apart from the main outcome: the more outcomes one looks at, the more "
            "often chance looks like change."
        ),
        "outcome": _("Outcome"),
        "verdict": _("Verdict"),
        "difference": _("Difference"),
        "indicators": _("Indicators"),
        "indicators_note": _(
            "The line is the middle unit of each month; four of five units lie in the band."
        ),
        "inputs": _("What was handed over"),
        "file": _("File"),
        "table": _("Table"),
        "rows_in": _("Rows in"),
        "kept": _("Kept"),
        "set_aside": _("Set aside"),
        "together": _("Together"),
        "plan": _("The plan and its seal"),
        "deviations": _("Deviations from the plan"),
        "trace": _("Where the numbers come from"),
        "in": _("In"),
        "out": _("Out"),
        "method": _("Method and honest limits"),
        "method_1": _(
            "Units that were trained are compared, month by month, with units that were not "
            "trained yet or never. What counts is how differently the two groups moved, not how "
            "high they stood."
        ),
        "limit_1": _(
            "The comparison rests on one assumption: without the training both groups would have "
            "moved alike. The checks can raise doubts about it; nothing can prove it."
        ),
        "limit_2": _(
            "The interval covers the doubt that comes from having few units. It does not cover "
            "mistakes in the registers themselves."
        ),
        "limit_3": _(
            "The result holds for these units and these months. Elsewhere and later it may differ."
        ),
        "grades": _("What the evidence grades mean"),
        "annex": _("Annex: the numbers of the pictures"),
        "months_since": _("Months since training"),
        "month": _("Month"),
        "low": _("Low"),
        "high": _("High"),
        "units": _("Units"),
        "trained": _("Trained units"),
        "comparison": _("Comparison units"),
        "no_study": _(
            "This pack holds no training that could be studied. The indicators of the units are "
            "below."
        ),
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
    }
