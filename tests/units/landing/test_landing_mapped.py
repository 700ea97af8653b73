"""What a mapping says is applied to every cell, and rows stay where they were."""

from dampak.datapack.mapping import Mapping
from dampak.warehouse.landing import land
from dampak.warehouse.landing.mapped import mapped


def test_trims_null_words_values_and_constants(file):
    path = file('id,dept,opened,state,cancelled\n1,"ROADS, ",x,DONE,NA\n2,n/a,y,New ,2026-01-02\n')
    landed = land(
        path,
        mapping=Mapping(
            table="service_requests",
            columns={
                "request_id": "id",
                "unit_code": "dept",
                "received_at": "opened",
                "status": "state",
                "was_withdrawn": "cancelled",
            },
            trims={"unit_code": ","},
            null_words=("NA", "N/A"),
            values={
                "status": {"Done": "closed", "*": "open"},
                "was_withdrawn": {"*": "yes", "": "no"},
            },
            constants={"service": "Roads"},
        ),
    )
    assert mapped(landed).to_pylist() == [
        {
            "request_id": "1",
            "unit_code": "ROADS",
            "received_at": "x",
            "status": "closed",
            "was_withdrawn": "no",
            "row_number": 2,
            "service": "Roads",
        },
        {
            "request_id": "2",
            "unit_code": "",
            "received_at": "y",
            "status": "open",
            "was_withdrawn": "yes",
            "row_number": 3,
            "service": "Roads",
        },
    ]
    assert landed.rows.column("unit_code").to_pylist() == ["ROADS, ", "n/a"]


def test_without_a_mapping_the_rows_stay_as_they_are(file):
    landed = land(file("kode,nama\nU1,x\n", "units.csv"))
    assert mapped(landed) is landed.rows
