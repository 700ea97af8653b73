"""Where links in messages lead when nobody named the address of the site."""

import pytest

from dampak.cli.own_address import name_address


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("127.0.0.1", "http://127.0.0.1:8262"),
        ("localhost", "http://localhost:8262"),
        ("::1", "http://[::1]:8262"),
        ("[::1]", "http://[::1]:8262"),
    ],
)
def test_links_lead_to_where_this_machine_is_served(settings, host, told):
    variables: dict[str, str] = {"DAMPAK_ADDRESS": ""}
    name_address(host, 8262, variables=variables)
    assert settings.SITE_ADDRESS == variables["DAMPAK_ADDRESS"] == told


def test_an_address_that_was_named_stays(settings):
    settings.SITE_ADDRESS = "https://dampak.example.go.id"
    variables = {"DAMPAK_ADDRESS": "https://dampak.example.go.id"}
    name_address("127.0.0.1", 8262, variables=variables)
    assert variables == {"DAMPAK_ADDRESS": "https://dampak.example.go.id"}
    assert settings.SITE_ADDRESS == "https://dampak.example.go.id"


def test_whoever_serves_others_has_to_name_the_address(settings):
    before, variables = settings.SITE_ADDRESS, {}
    name_address("0.0.0.0", 8262, variables=variables)  # noqa: S104 - it is only named
    assert (settings.SITE_ADDRESS, variables) == (before, {})
