"""Where the links in messages lead is told before anybody follows one to nowhere."""

import pytest

from dampak.cli.own_address import tell_where_links_lead
from dampak.messaging.site_address import what_to_set, why_nowhere, why_perhaps_nowhere
from dampak.operations.doctor.setup import links_lead_to_the_site

OWN, HERE = "dampak.example.go.id", "http://localhost:8000"
LAPTOP = ["localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize("address", [HERE, "http://127.0.0.1:8262", "http://[::1]:8000"])
@pytest.mark.parametrize("names", [[OWN], ["localhost", OWN], ["*"], [".example.go.id"]])
def test_links_to_this_machine_lead_nowhere_where_the_site_is_for_others_too(
    settings, address, names
):
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = address, names
    told = why_nowhere()
    assert told is not None
    assert told.values["address"] == address
    assert names[-1] in told.values["names"]


def test_the_advice_names_the_site(settings):
    settings.ALLOWED_HOSTS = ["localhost", "*", OWN]
    assert what_to_set().values == {"name": OWN}


@pytest.mark.parametrize(
    ("address", "names", "states"),
    [
        (HERE, LAPTOP, ["good"]),
        (f"https://{OWN}", [OWN], ["good"]),
        (f"https://{OWN}:8443", [".example.go.id"], ["good"]),
        (f"https://{OWN}", ["*"], ["good"]),
        (f"https://{OWN}", ["other.go.id"], ["doubt"]),
        (f"https://{OWN}", LAPTOP, ["doubt"]),
        (HERE, [OWN], ["bad"]),
    ],
)
def test_the_doctor_says_how_it_is_and_what_to_set(settings, address, names, states):
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = address, names
    found = list(links_lead_to_the_site(None))
    assert [each.state for each in found] == states
    assert found[0].found.values["address"] == address
    assert (found[0].advice is None) == (states == ["good"])
    assert (why_perhaps_nowhere() is None) == (states != ["doubt"])


@pytest.mark.parametrize("is_apart", [True, False])
def test_whoever_starts_a_site_or_a_worker_reads_that_links_lead_nowhere(
    settings, capsys, monkeypatch, is_apart
):
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = HERE, [OWN]
    tell_where_links_lead(is_apart=is_apart)
    told = capsys.readouterr().err
    assert f"They lead to {HERE}" in told
    assert f"Set DAMPAK_ADDRESS to where people reach the site, such as https://{OWN}" in told


@pytest.mark.parametrize(("is_apart", "says_it"), [(True, True), (False, False)])
def test_on_a_laptop_only_a_worker_apart_says_where_its_links_lead(
    settings, capsys, is_apart, says_it
):
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = HERE, LAPTOP
    tell_where_links_lead(is_apart=is_apart)
    assert (HERE in capsys.readouterr().err) == says_it


def test_a_worker_that_knows_where_the_site_is_says_nothing(settings, capsys):
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = f"https://{OWN}", [OWN]
    tell_where_links_lead(is_apart=True)
    assert capsys.readouterr().err == ""
