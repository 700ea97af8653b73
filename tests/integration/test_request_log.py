"""Planted people are in no log, no page of faults and no address of ours."""

import json
from io import StringIO

import pytest

from dampak.operations.logs.blanking import blanked

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NIP, SPACED = "199001012015011001", "19900101 201501 1 001"
EMAIL, NAME, PHONE = "clara.planted@kota.go.id", "Clara Planted", "081234567890"
SECRET = "planted-secret-of-clara"
PLANTED = (NIP, SPACED, EMAIL, NAME, PHONE, SECRET, "planted")


def lines(log: StringIO) -> list[dict]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def refuse_planted(text: str) -> None:
    for planted in PLANTED:
        assert planted.lower() not in text.lower(), planted


def test_a_request_leaves_one_line_with_the_name_of_its_page(client, log):
    client.get("/masuk/?next=/x", headers={"x-request-id": "proxy-number-7"})

    (line,) = [each for each in lines(log) if each["logger"] == "dampak.requests"]
    assert (line["route"], line["status"]) == ("accounts:sign-in", 200)
    assert line["request_id"] == "proxy-number-7"
    assert "next" not in json.dumps(line)


@pytest.mark.parametrize("given", [NIP, "short", "with space here", "x" * 65, "a\nb" * 5, EMAIL])
def test_a_number_that_is_not_well_formed_is_not_taken(client, log, given):
    response = client.get("/sehat", headers={"x-request-id": given})
    assert response.headers["X-Request-ID"] != given
    refuse_planted(log.getvalue())


def test_walked_with_planted_people_nothing_of_them_is_written(browser_of, people, served, log):
    sri = browser_of("sri")
    addresses = ("/", "/indikator/", "/impor/", "/masuk/", "/tidak-ada/", f"/s/{SECRET}/")
    for url in addresses:
        for planted in (NIP, EMAIL, NAME, SECRET):
            sri.get(url, {"q": planted, "token": SECRET}, headers={"referer": f"/{planted}"})
            sri.post(url, {"username": planted, "password": SECRET, "note": NAME})
            sri.get(f"{url}{planted}/")
    sri.get("/", headers={"host": "clara-planted.example", "authorization": f"Bearer {SECRET}"})

    assert len(lines(log)) > 50
    refuse_planted(log.getvalue())


def test_a_fault_tells_where_it_happened_and_nothing_of_what_it_was_about(
    client, log, monkeypatch, settings
):
    def broken():
        try:
            json.loads(f"{NIP} {NAME} {EMAIL} {SECRET}")
        except ValueError as fault:
            raise RuntimeError(f"no room for {NAME} ({NIP})") from fault

    monkeypatch.setattr("dampak.website.home.views.released_verdict", broken)
    client.raise_request_exception = False
    response = client.get("/")

    assert response.status_code == 500
    refuse_planted(response.content.decode())
    refuse_planted(log.getvalue())
    (told,) = [each for each in lines(log) if "fault" in each]
    assert [each["kind"].rpartition(".")[2] for each in told["fault"]] == [
        "RuntimeError",
        "JSONDecodeError",
    ]
    assert any("home/views.py" in place for place in told["fault"][0]["at"])


@pytest.mark.parametrize("personal", [NIP, SPACED, EMAIL, PHONE, f"Bearer {SECRET}"])
def test_the_net_blanks_what_looks_like_a_person_or_a_key(personal):
    assert personal not in blanked(f"before {personal} after")
    assert personal not in json.dumps(blanked({"a": [personal, {"b": personal}]}))


@pytest.mark.parametrize(
    "name", ["password", "DAMPAK_METRICS_SECRET", "api_token", "Cookie", "nip"]
)
def test_the_net_blanks_what_is_called_a_secret(name):
    assert SECRET not in json.dumps(blanked({name: SECRET}))


@pytest.mark.parametrize("plain", ["2026-03-02", "snapshot 17", "1234567", "K1@2024-01"])
def test_the_net_lets_plain_words_through(plain):
    assert blanked(plain) == plain


def numbers(client, **headers):
    return client.get("/metrik", headers=headers)


def test_numbers_are_told_to_neighbours_and_name_nobody(browser_of, people, served, client):
    browser_of("sri").get("/indikator/", {"q": NIP})
    told = numbers(client).content.decode()

    assert 'dampak_requests_total{method="GET",route="indicators:list",status="200"}' in told
    assert 'dampak_jobs{state="waiting"} 0.0' in told
    assert "dampak_snapshot_number 1.0" in told
    assert "dampak_responses 0.0" in told
    assert "dampak_database_bytes" in told
    for planted in (NIP, "sri", "q="):
        assert planted not in told


def test_numbers_are_not_told_through_a_proxy_or_from_afar(client, settings):
    assert numbers(client).status_code == 200
    assert numbers(client, **{"x-forwarded-for": "203.0.113.9"}).status_code == 403
    assert numbers(client, forwarded="for=203.0.113.9").status_code == 403
    assert client.get("/metrik", REMOTE_ADDR="203.0.113.9").status_code == 403


def test_who_knows_the_secret_is_told_from_anywhere(client, settings):
    afar = {"x-forwarded-for": "203.0.113.9"}
    assert numbers(client, authorization="Bearer ", **afar).status_code == 403
    settings.METRICS_SECRET = SECRET
    assert numbers(client, authorization=f"Bearer {SECRET}", **afar).status_code == 200
    assert numbers(client, authorization=f"Bearer {SECRET}x", **afar).status_code == 403
