"""The terminal speaks Indonesian unless the environment asks for another language."""

import errno
import gettext
import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner
from django.utils import translation
from pyrage.x25519 import Identity

from dampak.cli.main import MODULES, dampak, prepare
from dampak.cli.speaking import REFUSED, SpeakingCommand, language_of, tell
from dampak.foundation.private_keys import may_be_private_key
from dampak.foundation.text import Sentence
from dampak.warehouse.store import CannotRead

WRONG_USE = 2


@pytest.fixture
def run(monkeypatch):
    """Type a command in a language; what was printed and how it ended."""

    def typed(*words, language="id"):
        monkeypatch.setenv("DAMPAK_LANGUAGE", language)
        monkeypatch.setenv("LANGUAGE", language)
        prepare()
        return CliRunner().invoke(dampak, words, prog_name="dampak")

    domain = gettext.textdomain()
    yield typed
    gettext.textdomain(domain)
    translation.deactivate()


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "id"),
        ({"LANG": "C.UTF-8"}, "id"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id_ID.UTF-8", "DAMPAK_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_language_is_taken_from_the_environment(variables, language):
    assert language_of(variables) == language


def test_help_is_said_in_both_languages(run):
    indonesian, english = run("--help").output, run("--help", language="en").output

    assert "Apakah pelatihan mengubah pelayanan" in indonesian
    assert "Perintah:" in indonesian
    assert "Did the training change the service" in english
    assert "Commands:" in english


@pytest.mark.parametrize("verb", ["evaluate", "seal", "trace", "simulate"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_verb_explains_itself_in_both_languages(run, verb, language):
    told = run(verb, "--help", language=language)

    assert told.exit_code == 0
    assert ("Cara pakai:" if language == "id" else "Usage:") in told.output
    assert ("Tampilkan petunjuk ini" in told.output) is (language == "id")


def test_a_verb_that_does_not_exist_is_wrong_use(run):
    told = run("evaluasi")

    assert told.exit_code == WRONG_USE
    assert "Tidak ada perintah 'evaluasi'" in told.output


def test_every_listed_verb_can_be_loaded(run):
    context = dampak.make_context("dampak", ["--help"], resilient_parsing=True)
    verbs = dampak.list_commands(context)

    assert {"evaluate", "seal", "trace"} <= set(verbs) <= MODULES.keys()
    assert all(dampak.get_command(context, verb).name == verb for verb in verbs)


def test_the_input_is_refused_with_three():
    assert REFUSED == 3


@pytest.mark.parametrize("verb", [*MODULES, "evaluasi", ""])
def test_no_verb_says_a_private_key_again_wherever_it_was_typed(run, verb):
    private = str(Identity.generate())
    slips = (private, private.lower(), f"--{private}", f"/usb/{private}", private.replace("-", "_"))

    for words in [(slip,) for slip in slips] + [("--key", private), ("copy", f"--key={private}")]:
        told = run(*([verb] if verb else []), *words)

        assert told.exit_code == REFUSED
        assert "kunci rahasia itu sendiri" in told.output
        assert private[20:30] not in told.output.upper()


@pytest.mark.parametrize(
    "dash", ["\u2010", "\u2011", "\u2013", "\u2212", "\u00ad", "\uff0d", " ", ""]
)
def test_a_private_key_out_of_a_document_is_not_said_again_either(run, dash):
    private = str(Identity.generate())
    told = private.replace("-", dash)
    cut = private[private.index("KEY") :].replace("-", dash)
    for words in ((told,), (f"--recipient={told.lower()}",), (cut,), ("--recipient", cut)):
        said = run("backup", *words)

        assert said.exit_code == REFUSED
        assert "kunci rahasia itu sendiri" in said.output
        assert private[20:30] not in said.output.upper()


@pytest.mark.parametrize("after", ["1 ", "1\n", "1-", "I ", ""])
def test_a_private_key_broken_behind_its_figure_or_without_it_is_one(after):
    private = str(Identity.generate())
    assert may_be_private_key(private.replace("KEY-1", f"KEY-{after}"))


@pytest.mark.parametrize(
    "name",
    [
        "/srv/storage/secret/kuncicadangankantor2026",
        "/srv/keys/key-1700000000000.txt",
        "/var/backups/key1a2b3c4d5e6f7g8",
        "secret-key-1-instansi2026.txt",
        "secret-key-instansi2026.txt",
        "monkey-120260302t030000z.tar.age",
        "/media/usb/key-1.txt",
        "age-secret-key-1.txt",
        "dampak-20260302T030000Z.tar.age",
        "age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq",
    ],
)
def test_names_of_files_and_public_keys_are_no_private_keys(name):
    assert not may_be_private_key(name)


def test_a_file_that_is_called_like_a_key_is_not_taken_for_one(run):
    told = run("restore", "age-secret-key-1.txt")

    assert told.exit_code == WRONG_USE
    assert "age-secret-key-1.txt" in told.output


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(errno.EIO, os.strerror(errno.EIO)), "Perintah terhenti karena sistem menolak"),
        (CannotRead(Sentence("it is damaged")), "berkas itu rusak"),
    ],
)
def test_what_no_verb_can_help_is_told_in_words_too(monkeypatch, fault, words):
    monkeypatch.setenv("DAMPAK_LANGUAGE", "id")

    def meets_it():
        raise fault

    told = CliRunner().invoke(SpeakingCommand("verb", callback=meets_it))

    assert told.exit_code == REFUSED
    assert words in told.stderr


def test_work_goes_on_when_nobody_hears_how_far_it_is(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(click, "echo", refuse)

    tell("3 of 7", on_stderr=True)
    with pytest.raises(OSError, match="No space left"):
        tell("All 7 are taken.")


@pytest.mark.slow
@pytest.mark.parametrize("words", [["--help"], ["simulate", "--help"]])
def test_an_answer_that_finds_no_room_is_refused_and_no_fault_of_the_program(words):
    with open("/dev/full", "w") as full:
        told = subprocess.run(
            [sys.executable, "-c", "from dampak.cli.main import main; main()", *words],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        )

    assert told.returncode == REFUSED
    assert "No space left" in told.stderr
    assert "Traceback" not in told.stderr
