"""What the manual says is true: its links lead somewhere, its examples run, its names exist."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from tools import write_reference
from tools.missing_translations import catalogue_of

from dampak.datapack.mapping_file import _KNOWN as MAPPING_ENTRIES
from dampak.impact.plan_file import KEYS as PLAN_LINES
from dampak.impact.verdict import Verdict
from dampak.language.saying import LANGUAGES, say

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
MADE = DOCS / "reference" / "indicators"  # written from the definitions, never committed
PAGES = sorted(
    [path for path in DOCS.rglob("*.md") if MADE not in path.parents]
    + [ROOT / "README.md", ROOT / "GLOSSARY.md"]
)
FENCE = re.compile(r"^( *)```.*?^\1```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
RUNNABLE = re.compile(r"^```console run\n(.*?)^```", re.DOTALL | re.MULTILINE)
DEVELOPERS = {"DAMPAK_CHROMIUM", "DAMPAK_TEST_POSTGRES_URL"}
WITH_BUTTONS = (
    "how-to/ask-citizens.md",
    "id/how-to/bertanya-kepada-warga.md",
    "how-to/import-in-the-browser.md",
    "how-to/plan-and-seal-a-study.md",
    "id/how-to/mengimpor-lewat-peramban.md",
    "id/how-to/merencanakan-dan-menyegel-kajian.md",
)


def called(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=called)
def test_every_link_leads_somewhere(page):
    astray = [link for link in links_of(page) if not leads_somewhere(page, link)]

    assert not astray


def links_of(page: Path) -> list[str]:
    prose = FENCE.sub("", page.read_text("utf-8"))
    return [link for link in LINK.findall(prose) if "://" not in link]


def leads_somewhere(page: Path, link: str) -> bool:
    name, _sharp, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    return target.exists() and (not anchor or anchor in anchors_of(target))


def anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@dataclass(frozen=True)
class Example:
    """A command as a page shows it, and what the page says that it prints."""

    command: str
    expected: str

    def fits(self, printed: str) -> bool:
        """A line of three dots stands for any lines, three dots in a line for any words."""
        lines = self.expected.splitlines()
        pattern = "".join(
            r"(?:[^\n]*\n)*"
            if line == "..."
            else r"[^\n]*".join(map(re.escape, line.split("..."))) + r"\n"
            for line in lines
        )
        return re.fullmatch(pattern, printed) is not None


def examples_of(page: Path) -> Iterator[Example]:
    for block in RUNNABLE.findall(page.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _break, expected = part.partition("\n")
            yield Example(command, expected)


def printed_by(examples: list[Example], *, folder: Path, language: str) -> list[str]:
    """What each command prints, run one after the other in one shell in an empty folder."""
    mark = "\x1e"
    ends = f"code=$?; printf '{mark}'; (exit $code)"
    script = "".join(f"{example.command}\n{ends}\n" for example in examples)
    variables = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "DAMPAK_HOME": str(folder / "home"),
        "DAMPAK_LANGUAGE": language,
        "LC_ALL": "C.UTF-8",
    }
    ran = subprocess.run(
        ["bash"],
        input=script,
        cwd=folder,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return ran.stdout.split(mark)[:-1]


WITH_EXAMPLES = [page for page in PAGES if any(examples_of(page))]


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=called)
def test_every_example_prints_what_the_page_says(page, tmp_path):
    language = "id" if (DOCS / "id") in page.parents else "en"
    examples = list(examples_of(page))

    printed = printed_by(examples, folder=tmp_path, language=language)

    pairs = zip(examples, printed, strict=True)
    wrong = [f"$ {each.command}\n{found}" for each, found in pairs if not each.fits(found)]
    assert not wrong, "\n".join(wrong)


def test_an_example_that_prints_something_else_is_found():
    example = Example("dampak import office", "All 2 rows ... refused.\n...\nNothing changed.\n")

    assert example.fits("All 2 rows of it were refused.\nrow 1\nrow 2\nNothing changed.\n")
    assert not example.fits("All 3 rows of it were refused.\nNothing changed.\n")
    assert not example.fits("All 2 rows of it were refused.\nNothing changed.\nAnd yet.\n")


def test_the_generated_pages_say_what_the_program_says():
    old = [
        called(path)
        for path, text in write_reference.pages().items()
        if not path.exists() or path.read_text("utf-8") != text
    ]

    assert not old, "Renew them: python -m tools.write_reference"


def test_every_verb_has_its_place_in_the_reference():
    group = write_reference.main.dampak
    for folder in write_reference.FOLDERS.values():
        page = (folder / "command-line.md").read_text("utf-8")

        assert not [verb for verb in group.list_commands(None) if f"## dampak {verb}\n" not in page]


def test_every_variable_that_the_manual_names_exists():
    known = write_reference.variables().keys() | DEVELOPERS
    named = {
        name for page in PAGES for name in re.findall(r"DAMPAK_[A-Z_]+", page.read_text("utf-8"))
    }

    assert named <= known


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return catalogue_of(ROOT / "src" / "dampak")


@pytest.mark.parametrize("name", WITH_BUTTONS)
def test_every_button_that_the_manual_names_is_on_the_screen(name, catalogue):
    entries = [entry for entry in catalogue if entry.id]
    shown = {entry.string if name.startswith("id/") else entry.id for entry in entries}

    buttons = re.findall(r"\*\*([^*]+)\*\*", (DOCS / name).read_text("utf-8"))

    assert buttons
    assert not set(buttons) - shown


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("reference/study-plan.md", PLAN_LINES),
        ("how-to/map-a-foreign-export.md", MAPPING_ENTRIES),
        ("id/how-to/memetakan-hasil-ekspor.md", MAPPING_ENTRIES),
    ],
)
def test_every_line_of_a_file_that_an_office_writes_is_explained(name, words):
    page = (DOCS / name).read_text("utf-8")

    assert not [word for word in words if not re.search(rf"\b{word}\b", page)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verdicts_are_explained_in_the_words_of_the_screen(language):
    folder = DOCS / "id" if language == "id" else DOCS
    page = (folder / "explanation" / "verdicts-and-grades.md").read_text("utf-8").lower()

    said = [say(verdict.in_words, language).lower() for verdict in Verdict]
    assert not [words for words in said if words not in page]


def test_every_test_that_the_requirements_name_exists():
    page = (DOCS / "reference" / "requirements.md").read_text("utf-8")

    assert not [name for name in re.findall(r"`(tests/[^`]+)`", page) if not (ROOT / name).exists()]
