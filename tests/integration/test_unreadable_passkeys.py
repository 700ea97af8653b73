"""Whatever stands where a passkey's answer should, it is refused in words and breaks nothing."""

import json

import pytest
from django.test import Client

pytestmark = [pytest.mark.database, pytest.mark.django_db]
PASSWORD = "loket prima 9"
ANSWER = {"id": "YQ", "rawId": "YQ", "type": "public-key", "clientExtensionResults": {}}
SHOWN = {"clientDataJSON": "e30", "authenticatorData": "YQ", "signature": "YQ"}
MADE = {"clientDataJSON": "e30", "attestationObject": "oA"}
SENT = [
    "",
    "no json",
    "[]",
    "7",
    "{}",
    '{"id": "a"}',
    json.dumps(ANSWER | {"response": None}),
    json.dumps(ANSWER | {"response": SHOWN | {"userHandle": None}}),
    json.dumps(ANSWER | {"response": SHOWN | {"userHandle": "Ng"}}),
    json.dumps(ANSWER | {"response": SHOWN | {"clientDataJSON": "/"}}),
    json.dumps(ANSWER | {"response": MADE}),
    json.dumps(ANSWER | {"response": MADE | {"attestationObject": "YQ"}}),
    "[" * 100_000,
    "[" * 15_000,
    '{"a":' * 3_000,
    "1" * 5_000,
    '{"id": %s}' % ("1" * 5_000),
]


@pytest.fixture
def sri(people):
    """Signed in, and asked a moment ago whether it is still she."""
    browser = Client()
    browser.post("/masuk/", {"username": "sri", "password": PASSWORD})
    browser.get("/akun/kunci-sandi/")
    browser.post("/akun/pastikan/", {"password": PASSWORD})
    return browser


@pytest.mark.parametrize("sent", SENT)
def test_at_the_door_it_says_so_and_keeps_the_way_onward(people, sent):
    stranger = Client()
    told = stranger.post("/masuk/kunci-sandi/", {"credential": sent, "next": "/kajian/"})
    assert told["Location"] == "/masuk/?next=/kajian/"
    assert stranger.get(told["Location"]).status_code == 200


def test_the_words_at_the_door_speak_of_passkeys_and_not_of_codes(people):
    stranger = Client()
    page = stranger.post("/masuk/kunci-sandi/", {"credential": '{"id": "a"}'}, follow=True)
    assert "Kunci sandi ini tidak membuka" in page.content.decode()
    assert "setengah menit" not in page.content.decode()


@pytest.mark.parametrize("sent", SENT)
def test_when_one_is_added_it_is_refused_on_the_page(sri, sent):
    told = sri.post("/akun/kunci-sandi/", {"credential": sent, "passwordless": "on", "name": "x"})
    assert told.status_code == 422
    assert "Jawaban perangkat tidak cocok" in told.content.decode()
