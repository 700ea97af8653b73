"""The examples of the API's document: one for each operation, and each as the document says."""

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from dampak.api.examples import EXAMPLES
from dampak.api.views.manual import document_made
from dampak.organisations.nip import BIRTH_DATE, check_nip, masked

DOCUMENT = json.loads(json.dumps(document_made()))  # as it is sent
OPERATIONS = {
    operation["operationId"]: operation
    for methods in DOCUMENT["paths"].values()
    for operation in methods.values()
}


def faults_of(content):
    schema = content["schema"] | {"components": DOCUMENT["components"]}
    return [fault.message for fault in Draft202012Validator(schema).iter_errors(content["example"])]


def test_each_operation_has_an_example_and_no_example_is_left_over():
    assert set(EXAMPLES) == set(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_is_answered_in_the_example_is_what_the_document_promises(name):
    answers = OPERATIONS[name]["responses"]
    (good,) = (told for status, told in answers.items() if status.startswith("2"))
    assert faults_of(good["content"]["application/json"]) == []


@pytest.mark.parametrize("name", OPERATIONS)
def test_where_json_is_sent_the_example_shows_what(name):
    content = OPERATIONS[name].get("requestBody", {}).get("content", {}).get("application/json")
    if content:
        assert faults_of(content) == []


def test_the_number_that_is_looked_up_is_nobodys_and_fits_the_person_who_is_found():
    example = EXAMPLES["find_person"]
    number = example["sent"]["nip"]
    assert masked(number) == example["answer"]["nip_masked"]
    told = check_nip(number, on=date(2026, 1, 1))
    assert told.digits is None, "somebody may hold this number"
    assert BIRTH_DATE in {fault.message for fault in told.faults}


def test_a_wrong_example_would_be_found():
    answer = OPERATIONS["read_receipt"]["responses"]["200"]["content"]["application/json"]
    wrong = answer | {"example": answer["example"] | {"rows_in": "many"}}
    assert faults_of(wrong) != []


@pytest.mark.django_db
@pytest.mark.database
def test_the_page_for_people_shows_them(client):
    page = client.get("/api/").content.decode()
    assert page.count("Yang dijawab, misalnya:") == len(OPERATIONS)
    assert "UM-X99" in page
