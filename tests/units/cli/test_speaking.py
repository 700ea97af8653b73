"""The terminal speaks Indonesian unless the environment asks for another language."""

import gettext

import pytest
from click.testing import CliRunner
from django.utils import translation

from dampak.cli.main import MODULES, dampak, prepare
from dampak.cli.speaking import REFUSED, language_of

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
