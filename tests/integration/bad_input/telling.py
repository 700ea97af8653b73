"""What is said of a file, at the terminal and on the page of a delivery."""

from click.testing import CliRunner

from dampak.cli.import_files import import_files
from dampak.cli.speaking import REFUSED


def imported(path, language, monkeypatch):
    """`dampak import` of one file; what it said, and that it stopped in words."""
    monkeypatch.setenv("DAMPAK_LANGUAGE", language)
    told = CliRunner().invoke(import_files, [str(path), "--by", "sri"])
    assert told.exit_code == REFUSED, told.output
    assert isinstance(told.exception, SystemExit)
    assert "Traceback" not in told.output
    assert not told.stdout
    return told.stderr


def sentences(preview, language):
    """Everything that the page of a delivery says about it."""
    told = [*preview["faults"], *(f for each in preview["unread"] for f in each["faults"])]
    for file in preview["files"]:
        told += file["notices"]
        told += [example["reason"] for reason in file["reasons"] for example in reason["examples"]]
    return "\n".join(sentence[language] for sentence in told)


def says(text, essentials):
    missing = [each for each in essentials if each not in text]
    assert not missing, text
    assert "%(" not in text
