"""Every method has a page for an official, one for an analyst, and examples that run."""

import ast
import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ANALYSTS = ROOT / "docs" / "explanation" / "methods"
OFFICIALS = ROOT / "docs" / "id" / "explanation" / "methods"
METHODS = sorted(path.name for path in ANALYSTS.iterdir() if path.is_dir())
OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.mark.parametrize("method", METHODS)
def test_a_method_is_explained_to_officials_in_both_languages_and_to_analysts(method):
    for page in (
        ANALYSTS / method / "official.md",
        ANALYSTS / method / "analyst.md",
        OFFICIALS / f"{method}.md",
    ):
        assert page.read_text("utf-8").startswith("# "), page


@pytest.mark.parametrize("method", METHODS)
def test_the_examples_on_a_methods_page_print_what_they_say(method):
    page = ANALYSTS / method / "analyst.md"

    found = doctest.testfile(str(page), module_relative=False, optionflags=OPTIONS)

    assert found.attempted, "an analyst's page shows the method at work"
    assert not found.failed


def public_functions():
    for room in sorted(ROOT.glob("src/dampak/statistics/*/__init__.py")):
        for name in public_names(room):
            if name.islower():
                yield f"{room.parent.name}.{name}"


def public_names(room):
    for line in ast.parse(room.read_text("utf-8")).body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "__all__":
            return ast.literal_eval(line.value)
    return ["its_public_names"]


@pytest.mark.parametrize("function", sorted(public_functions()))
def test_every_method_stands_on_an_analysts_page(function):
    name = function.rpartition(".")[2]
    pages = "\n".join(path.read_text("utf-8") for path in ANALYSTS.glob("*/analyst.md"))

    assert re.search(rf"\b{name}\b", pages)


@pytest.mark.parametrize(
    "index", [ANALYSTS / "README.md", OFFICIALS / "README.md"], ids=lambda path: path.parts[-4]
)
def test_every_method_stands_in_the_index(index):
    text = index.read_text("utf-8")

    assert not [method for method in METHODS if f"{method}/" not in text]
