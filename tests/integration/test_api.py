"""The API as other systems meet it: tokens, refusals, pages of lists, and what they hand in."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from dampak.accounts.access import GRANTED, Permission
from dampak.accounts.models import Role

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_the_document_says_what_each_operation_may_answer(client):
    document = client.get("/api/schema.json").json()
    assert document["openapi"] == "3.1.0"
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert {"422", "429"} <= set(operation["responses"]), path
